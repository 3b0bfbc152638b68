import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The address at which CloudFormation takes the answer of a custom resource, in the tests of one file. */
export class CloudFormationAddress {
  /** What of an address is as good as a password. */
  public readonly secret = 'Signature=c2VjcmV0';
  public received: { readonly headers: IncomingHttpHeaders; readonly body: any }[] = [];
  /** What is answered, 0 for a connection that breaks; 200 when there is none left. */
  public statuses: number[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        this.received.push({ headers: incoming.headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
        const status = this.statuses.shift() ?? 200;
        if (status === 0) incoming.socket.destroy();
        else response.writeHead(status).end();
      });
    });
    beforeAll((done) => void this.server.listen(0, '127.0.0.1', done));
    beforeEach(() => {
      this.received = [];
      this.statuses = [];
    });
    afterAll((done) => void this.server.close(done));
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/answer?${this.secret}`;
  }
}
