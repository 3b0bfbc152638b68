/** What of the API's answer tells about the stream. */
export interface TableDescription {
  readonly status?: string;
  readonly cdcSpecification?: { readonly status?: string; readonly viewType?: string };
  readonly latestStreamArn?: string;
}

export interface WantedStream {
  readonly keyspaceName: string;
  readonly tableName: string;
  /** What of a change the stream is to hold. */
  readonly viewType: string;
}

/** What the search needs of the world. */
export interface Surroundings {
  readonly getTable: (names: Pick<WantedStream, 'keyspaceName' | 'tableName'>) => Promise<TableDescription>;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds that may still be spent. */
  readonly remaining: () => number;
}

/** Why there is no answer yet. */
interface NotYet {
  readonly reason: string;
  /** For how many milliseconds on end that may be so. */
  readonly patience: number;
  /** The answer, if it stays like this. */
  readonly otherwise?: string;
}

const PAUSE = 5_000;

/** A stream is made in the background, like all of a table. */
const WHILE_IT_IS_MADE = Infinity;
/** A role's new permissions, and a table's new state, are not seen everywhere at once. */
const WHILE_IT_SETTLES = 90_000;
const NOT_AT_ALL = 0;

/**
 * The ARN of a table's latest stream, once that stream is enabled and is the one that is meant: while a new one is made, the
 * table may still name the one before.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_GetTable.html
 */
export async function findLatestStream(wanted: WantedStream, { getTable, wait, remaining }: Surroundings): Promise<string> {
  const { keyspaceName, tableName } = wanted;
  let reason: string | undefined;
  for (let waited = 0; ; waited += PAUSE) {
    const found = await getTable({ keyspaceName, tableName }).then((table) => streamOf(table, wanted), notAnswered);
    if (typeof found === 'string') return found;
    if (found.reason !== reason) waited = 0;
    reason = found.reason;
    if (waited + PAUSE > found.patience || remaining() < PAUSE) {
      if (found.otherwise) return found.otherwise;
      throw new Error(`table ${keyspaceName}.${tableName}: ${reason}`);
    }
    await wait(PAUSE);
  }
}

function streamOf({ cdcSpecification, latestStreamArn, status: table }: TableDescription, wanted: WantedStream): string | NotYet {
  const { status, viewType } = cdcSpecification ?? {};
  if (status === 'ENABLING' || table === 'CREATING' || table === 'UPDATING') {
    return { reason: `its stream is still being made, it is ${status ?? table}`, patience: WHILE_IT_IS_MADE };
  }
  if (status !== 'ENABLED') {
    return {
      reason: `it has no stream, its change data capture is ${status ?? 'off'}; enable it, or do without the ARN of a stream`,
      patience: WHILE_IT_SETTLES,
    };
  }
  if (!latestStreamArn) return { reason: 'its stream is enabled, but has no ARN yet', patience: WHILE_IT_IS_MADE };
  if (viewType === undefined || viewType === wanted.viewType) return latestStreamArn;
  // Whoever changed the view outside of CloudFormation has but this stream, and a rollback has to find it.
  return { reason: `its stream holds ${viewType}, not ${wanted.viewType}`, patience: WHILE_IT_SETTLES, otherwise: latestStreamArn };
}

function notAnswered({ name, message }: Error): NotYet {
  return { reason: `GetTable failed with ${name}: ${message}`, patience: name === 'ValidationException' ? NOT_AT_ALL : WHILE_IT_SETTLES };
}
