/** What `run.mjs` hands to a command. */
export interface Context {
  readonly args: string[];
  readonly paths: { readonly ROOT: string; readonly LOCAL: string; readonly CACHE: string; readonly RUN: string };
  readonly tools: {
    /** Of the environment with the packages of requirements.txt. */
    readonly python: string;
    readonly java: string;
    readonly javaVersion: number;
    /** Cassandra's jars, and what is compiled against them. */
    readonly jars: string;
    readonly classes: string;
  };
  readonly processes: Processes;
  /** An expected failure: its message says it all, no stack trace is shown. */
  readonly Refusal: new (message: string) => Error;
  /** Called after everything has ended, the last one first: `failed` has counted failures, `broken` was thrown. */
  atEnd(cleanUp: (outcome: 'over' | 'failed' | 'broken') => void | Promise<void>): void;
  /** Waits for Ctrl-C, which then is the regular end. */
  untilInterrupted(): Promise<void>;
  say(text: string): void;
  step<T>(text: string, work: () => T | Promise<T>): Promise<T>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** A file descriptor for the output. */
  readonly log?: number;
  readonly onLine?: (line: string) => void;
  /** The command ends by itself when its standard input does. */
  readonly watchesInput?: boolean;
}

export interface Running {
  readonly pid: number;
  readonly done: Promise<{ readonly code: number | null; readonly signal?: NodeJS.Signals }>;
}

export interface Processes {
  start(command: string, args: string[], options: StartOptions): Running;
  run(command: string, args: string[], options: StartOptions): Promise<{ readonly code: number | null; readonly output: string }>;
}
