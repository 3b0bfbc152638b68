import type { Duration } from 'aws-cdk-lib';
import type { Findings } from './findings';
import { Notes } from './notes';
import { readType } from './read-type';
import type { Place } from './source';
import type { ColumnSyntax, Name, OrderSyntax, PrimaryKeySyntax } from './syntax';
import type { Tags } from '../../private/tags';
import { ClusteringOrder, type Column } from '../column';
import { CqlFeature } from '../cql-feature';
import { CqlType } from '../cql-type';
import type { TableShape } from '../validate-table-schema';

interface DraftColumn {
  readonly name: string;
  readonly place: Place;
  readonly isStatic: boolean;
  /** Undefined after a problem, which has been told. */
  readonly type?: CqlType;
}

/** A table that is being read: statements that follow may still change it. */
export class TableDraft {
  public readonly notes = new Notes();
  public order?: { readonly place: Place; readonly columns: OrderSyntax[] };
  public timeToLive?: Duration;
  public tags: Tags = {};

  private columns: DraftColumn[] = [];
  private partition: string[] = [];
  private clustering: string[] = [];
  private spoilt = false;

  constructor(
    public readonly keyspaceName: string | undefined,
    public readonly tableName: string,
    public readonly place: Place,
    private readonly findings: Findings,
  ) {}

  public hasColumn(name: string): boolean {
    return this.columns.some((column) => column.name === name);
  }

  public placeOf(column: string | undefined): Place {
    return this.columns.find(({ name }) => name === column)?.place ?? this.place;
  }

  public add({ name: { name, at }, type: syntax, isStatic, features }: ColumnSyntax, place: (at: number) => Place): void {
    if (this.hasColumn(name)) {
      this.fail(place(at), 'ColumnNameDuplicate', `the table has a column "${name}" already: remove one of the two, or rename it`);
      return;
    }
    for (const feature of features) this.findings.feature(place(feature.at), CqlFeature[feature.feature], '', this.notes);
    const type = readType(syntax, { findings: this.findings, keyspaceName: this.keyspaceName, place });
    this.columns.push({ name, place: place(at), isStatic, type });
    this.spoilt ||= !type;
  }

  /** The key as the columns and the clauses say it, of which there has to be one. */
  public setKey(columns: ColumnSyntax[], keys: PrimaryKeySyntax[], place: (at: number) => Place): void {
    const inline = columns.filter(({ isKey }) => isKey).map(({ name }) => name);
    const [all, ...more] = [
      ...inline.map((name): PrimaryKeySyntax => ({ at: name.at, partition: [name], clustering: [] })),
      ...keys,
    ].sort((one, other) => one.at - other.at);
    for (const { at } of more) this.fail(place(at), 'PrimaryKeyDuplicate', 'a table has one primary key: PRIMARY KEY (first, second) names all its columns');
    if (!all) return;
    this.partition = this.keyColumns(all.partition, place);
    this.clustering = this.keyColumns(all.clustering, place);
  }

  private keyColumns(names: Name[], place: (at: number) => Place): string[] {
    return names.flatMap(({ name, at }) => {
      const column = this.columns.find((each) => each.name === name);
      if (!column) this.fail(place(at), 'ColumnUnknown', `"${name}" in the primary key is no column of the table: declare it, or correct the name`);
      if (column?.isStatic) this.fail(place(at), 'StaticColumnInKey', `"${name}" in the primary key is static: a key column cannot be`);
      return column ? [name] : [];
    });
  }

  public drop({ name }: Name, place: Place): void {
    if (this.isKey(name)) {
      this.fail(place, 'KeyColumnDropped', `"${name}" is in the primary key, which can never change`);
      return;
    }
    const index = this.columns.findIndex((column) => column.name === name);
    if (index < 0) {
      this.fail(place, 'ColumnUnknown', `"${name}" is no column of the table`);
      return;
    }
    this.columns.splice(index, 1);
  }

  public rename(from: Name, to: Name, place: Place): void {
    if (!this.hasColumn(from.name)) {
      this.fail(place, 'ColumnUnknown', `"${from.name}" is no column of the table`);
      return;
    }
    const renamed = (name: string) => name === from.name ? to.name : name;
    this.columns = this.columns.map((column) => ({ ...column, name: renamed(column.name) }));
    this.partition = this.partition.map(renamed);
    this.clustering = this.clustering.map(renamed);
    this.order = this.order && {
      ...this.order,
      columns: this.order.columns.map(({ name, order }) => ({ name: { ...name, name: renamed(name.name) }, order })),
    };
  }

  /** The same columns under another name. */
  public copyTo(copy: TableDraft): void {
    copy.columns = this.columns.map((column) => ({ ...column, place: copy.place }));
    copy.partition = [...this.partition];
    copy.clustering = [...this.clustering];
    copy.order = this.order;
    copy.timeToLive = this.timeToLive;
    copy.spoilt = this.spoilt;
  }

  /** Whether something about it could not be read, which has been told: then only names can still be checked. */
  public get isSpoilt(): boolean {
    return this.spoilt;
  }

  /** What the table is made of. What could not be read is left out, or a blob. */
  public finish(): TableShape {
    const orders = this.orders();
    const columns = this.columns.map(({ name, type, isStatic }) => ({ name, type: type ?? CqlType.BLOB, isStatic }));
    const byName = new Map(columns.map(({ name, type }) => [name, { name, type }]));
    const column = (name: string): Column => byName.get(name)!;
    const others = columns.filter(({ name }) => !this.isKey(name));
    return {
      keyspaceName: this.keyspaceName,
      tableName: this.tableName,
      partitionKey: this.partition.map(column),
      clusteringColumns: this.clustering.map((name) => ({ ...column(name), order: ClusteringOrder[orders.get(name) ?? 'ASC'] })),
      staticColumns: others.filter(({ isStatic }) => isStatic).map(({ name }) => column(name)),
      columns: others.filter(({ isStatic }) => !isStatic).map(({ name }) => column(name)),
      timeToLive: this.timeToLive,
    };
  }

  /** Cassandra wants the first clustering columns, or all of them, in their order. */
  private orders(): Map<string, 'ASC' | 'DESC'> {
    const { place, columns } = this.order ?? { place: this.place, columns: [] };
    const names = columns.map(({ name }) => name.name);
    if (columns.length > 0 && !this.spoilt && names.some((name, index) => name !== this.clustering[index])) {
      this.fail(place, 'ClusteringOrderInvalid', `the clustering order names ${shown(names)}: it has to name`
        + ` the clustering columns, ${shown(this.clustering)}, in their order`);
    }
    return new Map(columns.map(({ name, order }) => [name.name, order]));
  }

  private isKey(name: string): boolean {
    return this.partition.includes(name) || this.clustering.includes(name);
  }

  private fail(place: Place, kind: string, message: string): void {
    this.spoilt = true;
    this.findings.problem(place, kind, message);
  }
}

function shown(names: string[]): string {
  return names.length === 0 ? 'none' : names.map((name) => `"${name}"`).join(', ');
}
