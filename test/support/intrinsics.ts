export interface Environment {
  readonly account: string;
  readonly region: string;
}

interface ResourceJson {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

export interface TemplateJson {
  readonly Resources?: Record<string, ResourceJson>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
}

type Intrinsic = (argument: any) => unknown;

/**
 * Works out the intrinsic functions of one template as CloudFormation would in the given account and Region, with
 * readable made-up ids for what gets its id only when it is deployed. Refuses what it does not know.
 */
export class Intrinsics {
  private readonly functions: Record<string, Intrinsic> = {
    'Ref': (name: string) => this.ref(name),
    'Fn::GetAtt': (argument: string | string[]) => {
      const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : argument;
      return this.attribute(logicalId, attribute.join('.'));
    },
    'Fn::Join': ([separator, parts]: [string, unknown]) => (this.resolve(parts) as string[]).join(separator),
    'Fn::Select': ([index, list]: [unknown, unknown]) => (this.resolve(list) as unknown[])[Number(this.resolve(index))],
    'Fn::Split': ([separator, text]: [string, unknown]) => (this.resolve(text) as string).split(separator),
    'Fn::Sub': (argument: string | [string, Record<string, unknown>]) => this.substitute(argument),
    'Fn::ImportValue': (name: unknown) => this.importValue(this.resolve(name) as string),
  };

  constructor(
    private readonly template: TemplateJson,
    private readonly environment: Environment,
    private readonly importValue: (exportName: string) => unknown,
  ) {}

  public resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries.length === 1 ? entries[0] : [];
    if (name === 'Ref' || name?.startsWith('Fn::')) {
      const intrinsic = this.functions[name];
      if (!intrinsic) throw new Error(`${name} is not known here: ${JSON.stringify(value)}`);
      return intrinsic(argument);
    }
    return Object.fromEntries(entries.map(([key, item]) => [key, this.resolve(item)]));
  }

  private ref(name: string): unknown {
    const { account, region } = this.environment;
    const pseudo: Record<string, string> = {
      'AWS::AccountId': account,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (name in pseudo) return pseudo[name];
    const { Type: type, Properties: properties = {} } = this.resource(name);
    switch (type) {
      case 'AWS::Cassandra::Keyspace': return this.resolve(properties.KeyspaceName);
      case 'AWS::Cassandra::Table': return `${this.resolve(properties.KeyspaceName)}|${this.resolve(properties.TableName)}`;
      case 'AWS::IAM::ManagedPolicy': return this.attribute(name, 'Arn');
      case 'AWS::IAM::Role': return this.resolve(properties.RoleName ?? name);
      default: return name;
    }
  }

  private attribute(logicalId: string, attribute: string): string {
    if (attribute !== 'Arn') return `${logicalId}.${attribute}`;
    const { Type: type, Properties: { Path: path = '/' } = {} } = this.resource(logicalId);
    const [, service, kind] = type.toLowerCase().split('::');
    const kindInArn = kind === 'managedpolicy' ? 'policy' : kind;
    const region = service === 'iam' ? '' : this.environment.region;
    return `arn:aws:${service}:${region}:${this.environment.account}:${kindInArn}${this.resolve(path)}${this.ref(logicalId)}`;
  }

  private substitute(argument: string | [string, Record<string, unknown>]): string {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal, name) => {
      if (literal) return `\${${name}}`;
      if (name in variables) return String(this.resolve(variables[name]));
      return String(name.includes('.') ? this.functions['Fn::GetAtt'](name) : this.ref(name));
    });
  }

  private resource(logicalId: string): ResourceJson {
    const resource = this.template.Resources?.[logicalId];
    if (!resource) throw new Error(`the template has no resource ${logicalId}`);
    return resource;
  }
}
