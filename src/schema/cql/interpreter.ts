import type { Findings } from './findings';
import { type KeyspaceDraft, readKeyspaceOptions } from './keyspace-options';
import type { StatementAt } from './parse';
import { readType } from './read-type';
import type { Place, Source } from './source';
import type { AlterKeyspace, AlterTable, CopyTable, CreateKeyspace, CreateTable, CreateType, Drop, Name, QualifiedName } from './syntax';
import { TableDraft } from './table-draft';
import { readTableOptions } from './table-options';
import type { Column } from '../column';
import { CqlFeature } from '../cql-feature';

/** A user-defined type that is being read. */
export interface TypeDraft {
  readonly keyspaceName?: string;
  readonly name: string;
  readonly place: Place;
  readonly fields: Column[];
  readonly places: Map<string, Place>;
  /** Whether a field could not be read, which has been told. */
  readonly isSpoilt: boolean;
}

/** What a name is kept under: no name holds this character. */
const key = (keyspaceName: string | undefined, name: string) => `${keyspaceName ?? ''}\0${name}`;

/**
 * Goes through the statements as Cassandra would, and keeps what would be there after the last one: nothing is deployed
 * yet, so a column that is dropped again was never there.
 */
export class Interpreter {
  public readonly keyspaces = new Map<string, KeyspaceDraft>();
  public readonly types = new Map<string, TypeDraft>();
  public readonly tables = new Map<string, TableDraft>();

  private keyspaceName?: string;
  private place!: (at: number) => Place;

  constructor(private readonly findings: Findings) {}

  /** Also when it could not be read. */
  public declaresType(keyspaceName: string | undefined, name: string): boolean {
    return this.types.has(key(keyspaceName, name));
  }

  public run(source: Source, statements: StatementAt[]): void {
    for (const { statement, at: start } of statements) {
      this.place = (at) => ({ source, at: start + at });
      switch (statement.kind) {
        case 'use': this.keyspaceName = statement.name.name; break;
        case 'create-keyspace': this.createKeyspace(statement); break;
        case 'alter-keyspace': this.alterKeyspace(statement); break;
        case 'create-type': this.createType(statement); break;
        case 'create-table': this.createTable(statement); break;
        case 'copy-table': this.copyTable(statement); break;
        case 'alter-table': this.alterTable(statement); break;
        case 'drop': this.drop(statement); break;
        case 'feature': this.feature(statement.feature, statement.at); break;
      }
    }
  }

  private feature(feature: keyof typeof CqlFeature | 'COMMENT', at: number): void {
    if (feature !== 'COMMENT') this.findings.feature(this.place(at), CqlFeature[feature]);
    else this.findings.ignored('cqlOptionIgnored', 'comment', this.place(at), 'the option comment is of no effect: CloudFormation has no property for it');
  }

  private createKeyspace({ name, ifNotExists, options }: CreateKeyspace): void {
    if (this.isThere('keyspace', this.keyspaces.has(name.name), name, ifNotExists)) return;
    const keyspace: KeyspaceDraft = { name: name.name, place: this.place(name.at), tags: {} };
    readKeyspaceOptions(keyspace, options, this.findings, this.place);
    this.keyspaces.set(name.name, keyspace);
  }

  private alterKeyspace({ name, options }: AlterKeyspace): void {
    const keyspace = this.keyspaces.get(name.name);
    if (!keyspace) return this.unknown('keyspace', name);
    readKeyspaceOptions(keyspace, options, this.findings, this.place);
  }

  private createType({ name: qualified, ifNotExists, fields }: CreateType): void {
    const { keyspaceName, name } = this.named(qualified);
    if (this.isThere('type', this.types.has(key(keyspaceName, name.name)), name, ifNotExists)) return;
    const columns = fields.map((field) => ({
      name: field.name.name,
      type: readType(field.type, { findings: this.findings, keyspaceName, place: this.place }),
    }));
    this.types.set(key(keyspaceName, name.name), {
      keyspaceName,
      name: name.name,
      place: this.place(name.at),
      fields: columns.flatMap(({ name: field, type }) => type ? [{ name: field, type }] : []),
      places: new Map(fields.map((field) => [field.name.name, this.place(field.name.at)])),
      isSpoilt: columns.some(({ type }) => !type),
    });
  }

  private createTable({ name: qualified, ifNotExists, columns, keys, options }: CreateTable): void {
    const table = this.newTable(qualified, ifNotExists);
    if (!table) return;
    for (const column of columns) table.add(column, this.place);
    table.setKey(columns, keys, this.place);
    readTableOptions(table, options, this.findings, this.place);
  }

  private copyTable({ name: qualified, ifNotExists, of, options }: CopyTable): void {
    const { keyspaceName, name } = this.named(of);
    const original = this.tables.get(key(keyspaceName, name.name));
    if (!original) return this.unknown('table', name);
    const table = this.newTable(qualified, ifNotExists);
    if (!table) return;
    original.copyTo(table);
    readTableOptions(table, options, this.findings, this.place);
  }

  private newTable(qualified: QualifiedName, ifNotExists: boolean): TableDraft | undefined {
    const { keyspaceName, name } = this.named(qualified);
    if (this.isThere('table', this.tables.has(key(keyspaceName, name.name)), name, ifNotExists)) return undefined;
    const table = new TableDraft(keyspaceName, name.name, this.place(name.at), this.findings);
    this.tables.set(key(keyspaceName, name.name), table);
    return table;
  }

  private alterTable(statement: AlterTable): void {
    const { keyspaceName, name } = this.named(statement.name);
    const table = this.tables.get(key(keyspaceName, name.name));
    if (!table) return this.unknown('table', name);
    switch (statement.change) {
      case 'add': {
        const added = statement.columns.filter((column) => !(statement.ifNotExists && table.hasColumn(column.name.name)));
        for (const column of added) table.add(column, this.place);
        break;
      }
      case 'drop': {
        const dropped = statement.names.filter((column) => !(statement.ifExists && !table.hasColumn(column.name)));
        for (const column of dropped) table.drop(column, this.place(column.at));
        break;
      }
      case 'rename': {
        for (const { from, to } of statement.renames) table.rename(from, to, this.place(from.at));
        break;
      }
      case 'type': {
        this.findings.problem(this.place(statement.column.at), 'ColumnTypeChanged', 'Amazon Keyspaces cannot change the type of a column:'
          + ' write the type that it has now into CREATE TABLE');
        break;
      }
      case 'options': readTableOptions(table, statement.options, this.findings, this.place); break;
      case 'feature': this.findings.feature(this.place(statement.at), CqlFeature[statement.feature], '', table.notes); break;
      case 'drop-compact-storage': break;
    }
  }

  private drop({ target, name: qualified }: Drop): void {
    const { keyspaceName, name } = this.named(qualified);
    const drafts = { table: this.tables, type: this.types, keyspace: this.keyspaces }[target];
    const wasThere = drafts.delete(target === 'keyspace' ? name.name : key(keyspaceName, name.name));
    if (!wasThere) {
      this.findings.ignored('cqlNothingToDrop', '', this.place(name.at), `the ${target} "${name.name}" is not dropped: nothing above declares it,`
        + ' and a deployment makes what it has and deletes nothing else');
    }
    if (target !== 'keyspace') return;
    for (const [id, table] of this.tables) if (table.keyspaceName === name.name) this.tables.delete(id);
    for (const [id, type] of this.types) if (type.keyspaceName === name.name) this.types.delete(id);
  }

  private named({ keyspace, name }: QualifiedName): { readonly keyspaceName?: string; readonly name: Name } {
    return { keyspaceName: keyspace?.name ?? this.keyspaceName, name };
  }

  /** Whether the statement makes nothing because there is one already. */
  private isThere(kind: string, isThere: boolean, { name, at }: Name, ifNotExists: boolean): boolean {
    if (!isThere) return false;
    if (ifNotExists) {
      this.findings.ignored('cqlDeclaredAgain', kind, this.place(at), `the ${kind} "${name}" is declared above: that declaration counts, not this one`);
    } else {
      this.findings.problem(this.place(at), 'DeclaredTwice', `the ${kind} "${name}" is declared above: remove one of the two, or rename it`);
    }
    return true;
  }

  private unknown(kind: string, { name, at }: Name): void {
    this.findings.problem(this.place(at), 'NotDeclared', `nothing above declares the ${kind} "${name}": add the statement that makes it,`
      + ' or give all files in their order to CqlSchema.fromFiles()');
  }
}
