import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type AppProps, Stack } from 'aws-cdk-lib';
import { CfnTable, type CfnTableProps } from 'aws-cdk-lib/aws-cassandra';
import { SchemaLock } from '../../src';

/** Who synthesizes: the command line by hand, a unit test, or continuous integration. */
export type By = 'cli' | 'test' | 'ci';

export interface Synthesis {
  /** What made it fail, or an empty text. */
  readonly error: string;
  /** `id: message` of every warning of this library, without its prefix. */
  readonly warnings: string[];
}

const VARIABLES = ['CI', 'CODEBUILD_BUILD_ID', 'TF_BUILD', 'JENKINS_URL', 'TEAMCITY_VERSION', 'CDK_CLI_VERSION', 'CDK_OUTDIR'];

/** A folder with a lock file, and the runs of an app in it. */
export class Checkout {
  public readonly folder = mkdtempSync(join(tmpdir(), 'schema-lock-'));
  public readonly file = join(this.folder, 'schema-lock.json');

  public get exists(): boolean {
    return existsSync(this.file);
  }

  public get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  public set text(text: string) {
    writeFileSync(this.file, text);
  }

  public get json(): any {
    return JSON.parse(this.text);
  }

  /** Synthesizes an app with a lock. */
  public synthesize(build: (app: App, lock: SchemaLock) => void, by: By = 'cli', props: AppProps = {}): Synthesis {
    const before = VARIABLES.map((name) => [name, process.env[name]] as const);
    for (const name of VARIABLES) delete process.env[name];
    if (by === 'ci') process.env.CI = 'true';
    const outdir = mkdtempSync(join(this.folder, 'cdk.out-'));
    if (by !== 'test') Object.assign(process.env, { CDK_CLI_VERSION: '2.1148.1', CDK_OUTDIR: outdir });
    try {
      const app = new App({ outdir, autoSynth: false, analyticsReporting: false, ...props });
      build(app, SchemaLock.of(app, { file: this.file }));
      return run(app);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  }

  /** Synthesizes one stack, called `Shop`. */
  public stack(build: (stack: Stack, lock: SchemaLock) => void, by?: By): Synthesis {
    return this.synthesize((app, lock) => build(new Stack(app, 'Shop'), lock), by);
  }

  /** Synthesizes one table. */
  public table(props: Partial<CfnTableProps>, by?: By): Synthesis {
    return this.stack((stack) => table(stack, props), by);
  }

  /** Its resources in the lock. */
  public locked(stack = 'Shop'): any {
    return this.json.stacks[stack]?.resources;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function run(app: App): Synthesis {
  let error = '';
  try {
    app.synth();
  } catch (caught) {
    error = (caught as Error).message;
  }
  const warnings = app.node.findAll().flatMap(({ node }) => node.metadata).flatMap(({ type, data }) => {
    const [, message, id] = /^(.*) \[ack: (?:\w+::)?cdk-keyspaces:(\w+)\]$/s.exec(data) ?? [];
    return type === 'aws:cdk:warning' && id ? [`${id}: ${message}`] : [];
  });
  return { error, warnings };
}

/** `shop.orders`, with one column outside its key. */
export function table(stack: Stack, props: Partial<CfnTableProps> = {}, id = 'Orders'): CfnTable {
  return new CfnTable(stack, id, {
    keyspaceName: 'shop',
    tableName: 'orders',
    partitionKeyColumns: [{ columnName: 'customer_id', columnType: 'uuid' }],
    regularColumns: columns({ total: 'decimal' }),
    ...props,
  });
}

export function columns(types: Record<string, string>): CfnTable.ColumnProperty[] {
  return Object.entries(types).map(([columnName, columnType]) => ({ columnName, columnType }));
}
