import { Aws, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Located } from '../private/arns';
import { DUAL_STACK_ONLY_REGIONS } from '../private/dual-stack-only';
import { refusal } from '../private/errors';

/** @see https://docs.aws.amazon.com/general/latest/gr/keyspaces.html */
const FIPS_REGIONS = ['us-east-1', 'us-west-2'];
const GOV_CLOUD = /^us-gov-/;
const CHINA = /^cn-/;

/**
 * What of Amazon Keyspaces a VPC can have an interface endpoint for.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.create-endpoint.html
 */
export class KeyspacesService {
  /**
   * Keyspaces and tables: CQL on port 9142, and the API (SDK, CLI) on port 443.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.endpoints.html
   */
  public static readonly CQL = new KeyspacesService('cassandra', ec2.InterfaceVpcEndpointAwsService.KEYSPACES, 'CQL to Amazon Keyspaces');

  /**
   * The same as `CQL`, with cryptography that is validated for FIPS 140. Only in us-east-1 and us-west-2; in GovCloud the endpoint of
   * `CQL` is one already.
   *
   * @see https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
   */
  public static readonly CQL_FIPS = new KeyspacesService(
    'cassandra-fips', ec2.InterfaceVpcEndpointAwsService.KEYSPACES_FIPS, 'CQL to Amazon Keyspaces (FIPS)',
  );

  /**
   * The change data capture streams of tables, on port 443. It knows neither CQL nor the system keyspaces. That the endpoint service
   * has the same name in China as elsewhere is not documented.
   *
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-streams.html
   */
  public static readonly STREAMS = new KeyspacesService(
    'cassandra-streams', new ec2.InterfaceVpcEndpointAwsService('cassandra-streams', 'api.aws', 443), 'Streams of Amazon Keyspaces',
  );

  /** The first part of the service's host names, for example `cassandra`. */
  public readonly name: string;

  /** @internal */
  public readonly _endpointService: ec2.IInterfaceVpcEndpointService;

  /** @internal */
  public readonly _port: ec2.Port;

  /** @internal */
  public readonly _ruleDescription: string;

  private constructor(name: string, endpointService: ec2.IInterfaceVpcEndpointService, ruleDescription: string) {
    this.name = name;
    this._endpointService = endpointService;
    this._port = ec2.Port.tcp(endpointService.port);
    this._ruleDescription = ruleDescription;
  }

  /**
   * Whether it is streams that are reached, which have actions of their own and no system keyspaces.
   *
   * Not by identity: there may be two copies of this library in an app.
   *
   * @internal
   */
  public get _isStreams(): boolean {
    return this.name === 'cassandra-streams';
  }

  /**
   * The host names that are listed for a Region, first the one to connect to. In a Region that is not known yet they are those of most
   * Regions.
   *
   * That private DNS answers to all of them is documented for CQL, and UNCONFIRMED for FIPS and for streams.
   *
   * @see https://docs.aws.amazon.com/general/latest/gr/keyspaces.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/CDC_access-endpoints.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints-tutorial.create-endpoint.html
   * @internal
   */
  public _hostNames({ env: { region } }: Located, ipAddressType?: ec2.VpcEndpointIpAddressType): string[] {
    const isKnown = !Token.isUnresolved(region);
    const ipv4 = `${this.name}.${region}.${(isKnown ? RegionInfo.get(region).domainSuffix : undefined) ?? Aws.URL_SUFFIX}`;
    const dualStack = `${this.name}.${region}.api.aws`;
    if (this._isStreams || DUAL_STACK_ONLY_REGIONS.includes(region)) return [dualStack];
    if (isKnown && CHINA.test(region)) return [ipv4];
    return ipAddressType === ec2.VpcEndpointIpAddressType.DUALSTACK ? [dualStack, ipv4] : [ipv4, dualStack];
  }

  /** @internal */
  public _requireIn(scope: Located): void {
    const { region } = scope.env;
    if (this.name !== 'cassandra-fips' || Token.isUnresolved(region) || FIPS_REGIONS.includes(region)) return;
    throw refusal('FipsEndpointMissing', scope, {
      what: 'a FIPS endpoint in the Region',
      got: region,
      expected: `one of the Regions that have it, ${FIPS_REGIONS.join(' and ')}`,
      remedy: GOV_CLOUD.test(region)
        ? 'use KeyspacesService.CQL, whose endpoint is a FIPS endpoint in GovCloud'
        : 'use KeyspacesService.CQL, or make this in a stack of one of those Regions',
    });
  }
}
