package keyspaces;

import org.apache.cassandra.cql3.QueryOptions;
import org.apache.cassandra.cql3.Relation;
import org.apache.cassandra.cql3.SingleColumnRelation;
import org.apache.cassandra.cql3.restrictions.StatementRestrictions;
import org.apache.cassandra.cql3.statements.SelectStatement;
import org.apache.cassandra.exceptions.InvalidRequestException;
import org.apache.cassandra.schema.ColumnMetadata;
import org.apache.cassandra.schema.TableMetadata;
import org.apache.cassandra.service.ClientState;

/** What Cassandra would read, and the service does not. */
final class UnsupportedReads {
    private static final int SUBQUERIES = 100;

    private UnsupportedReads() {
    }

    static void refuse(SelectStatement.RawStatement select, TableMetadata table) {
        // UNCONFIRMED that they are refused: https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.dml.select.html does not have them.
        if (select.parameters.isDistinct || !select.parameters.groups.isEmpty() || select.perPartitionLimit != null) {
            throw new InvalidRequestException("DISTINCT, GROUP BY and PER PARTITION LIMIT are not supported");
        }
        select.whereClause.relations.forEach(relation -> refuseInequality(relation, table));
    }

    /** https://docs.aws.amazon.com/keyspaces/latest/devguide/functional-differences.html */
    private static void refuseInequality(Relation relation, TableMetadata table) {
        if (relation.isSlice() && relation instanceof SingleColumnRelation single && single.getMapKey() == null) {
            ColumnMetadata column = table.getColumn(single.getEntity());
            if (column != null && (column.type.unwrap().isCollection() || column.type.unwrap().isUDT())) {
                throw new InvalidRequestException("Inequality is not supported on a whole collection or user-defined type: " + column.name);
            }
        }
    }

    /** Each combination of the values in IN counts: https://docs.aws.amazon.com/keyspaces/latest/devguide/in.select.html */
    static void refuseSubqueries(StatementRestrictions where, ClientState client, QueryOptions options) {
        int subqueries = 1;
        if (where.keyIsInRelation()) {
            subqueries *= where.getPartitionKeys(options, client).size();
        }
        if (where.clusteringKeyRestrictionsHasIN()) {
            subqueries *= where.getClusteringColumns(options, client).size();
        }
        if (subqueries > SUBQUERIES) {
            throw new InvalidRequestException("IN asks for " + subqueries + " combinations of values: " + SUBQUERIES + " at most are supported");
        }
    }
}
