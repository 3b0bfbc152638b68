/** Of each keyspace its name, and after it those of its tables. */
export type TableNames = string[][];
