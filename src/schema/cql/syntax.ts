/** What grammar.peggy makes of a text: nothing is decided here, only told apart. */

import type { CqlFeature } from '../cql-feature';

/** A piece of a text that is probably one statement. */
export interface Piece {
  readonly text: string;
  /** In characters, from the beginning of the text. */
  readonly at: number;
}

/** A name as the service would hold it. */
export interface Name {
  readonly name: string;
  /** In characters, from the beginning of what was parsed. */
  readonly at: number;
  readonly isQuoted: boolean;
}

export interface QualifiedName {
  readonly keyspace?: Name | null;
  readonly name: Name;
}

export type TypeSyntax =
  | { readonly type: 'frozen'; readonly at: number; readonly of: TypeSyntax }
  | { readonly type: 'list' | 'set' | 'map' | 'tuple'; readonly at: number; readonly of: TypeSyntax[] }
  | { readonly type: 'vector' | 'custom'; readonly at: number; readonly text: string }
  | { readonly type: 'name'; readonly at: number; readonly keyspace?: Name | null; readonly name: Name };

export interface FieldSyntax {
  readonly name: Name;
  readonly type: TypeSyntax;
}

export interface ColumnSyntax extends FieldSyntax {
  readonly isStatic: boolean;
  readonly isKey: boolean;
  readonly features: { readonly feature: keyof typeof CqlFeature; readonly at: number }[];
}

export interface PrimaryKeySyntax {
  readonly at: number;
  readonly partition: Name[];
  readonly clustering: Name[];
}

export interface OrderSyntax {
  readonly name: Name;
  readonly order: 'ASC' | 'DESC';
}

/** The value of an option: numbers and booleans are text too. */
export type Value = string | Value[] | { readonly [key: string]: Value };

export interface OptionSyntax {
  /** In lower case. */
  readonly option: string;
  readonly at: number;
  readonly value?: Value;
  readonly order?: OrderSyntax[];
}

export interface CreateTable {
  readonly kind: 'create-table';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly columns: ColumnSyntax[];
  readonly keys: PrimaryKeySyntax[];
  readonly options: OptionSyntax[];
}

export interface CopyTable {
  readonly kind: 'copy-table';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly of: QualifiedName;
  readonly options: OptionSyntax[];
}

export type AlterTable = { readonly kind: 'alter-table'; readonly name: QualifiedName } & (
  | { readonly change: 'add'; readonly ifNotExists: boolean; readonly columns: ColumnSyntax[] }
  | { readonly change: 'drop'; readonly ifExists: boolean; readonly names: Name[] }
  | { readonly change: 'rename'; readonly renames: { readonly from: Name; readonly to: Name }[] }
  | { readonly change: 'type'; readonly column: Name }
  | { readonly change: 'feature'; readonly feature: keyof typeof CqlFeature; readonly at: number }
  | { readonly change: 'options'; readonly options: OptionSyntax[] }
  | { readonly change: 'drop-compact-storage' }
);

export interface CreateType {
  readonly kind: 'create-type';
  readonly name: QualifiedName;
  readonly ifNotExists: boolean;
  readonly fields: FieldSyntax[];
}

export interface CreateKeyspace {
  readonly kind: 'create-keyspace';
  readonly name: Name;
  readonly ifNotExists: boolean;
  readonly options: OptionSyntax[];
}

export interface AlterKeyspace {
  readonly kind: 'alter-keyspace';
  readonly name: Name;
  readonly options: OptionSyntax[];
}

export interface Use {
  readonly kind: 'use';
  readonly name: Name;
}

export interface Drop {
  readonly kind: 'drop';
  readonly target: 'table' | 'type' | 'keyspace';
  readonly ifExists: boolean;
  readonly name: QualifiedName;
}

/** A statement of a kind that is left out or refused. */
export interface Feature {
  readonly kind: 'feature';
  readonly feature: keyof typeof CqlFeature;
  readonly at: number;
}

export type Statement = CreateKeyspace | AlterKeyspace | CreateTable | CopyTable | AlterTable | CreateType | Use | Drop | Feature;
