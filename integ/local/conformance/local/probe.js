// The code of a deployed function that reports what it reaches. It knows nothing of the local stack.
const dns = require('node:dns');
const net = require('node:net');
const tls = require('node:tls');

// For what is not to answer, and for what is.
const [WAIT, LONG] = [1500, 15_000];

/** What becomes of a socket: `event`, an error's code, or `silent` where nothing answers. */
const outcome = (socket, event, work = (done) => done(event)) => new Promise((done) => {
  socket.on(event, () => work(done)).on('error', (error) => done(error.code)).on('close', () => done('closed'));
  socket.setTimeout(WAIT, () => done('silent'));
}).finally(() => socket.destroy());

const probes = {
  lookup: ({ name }) => dns.promises.lookup(name, { all: true }).then((found) => found.map((one) => one.address)),
  lookupCallback: ({ name }) => new Promise((done, fail) => dns.lookup(name, 4, (error, address, family) => (error ? fail(error) : done([address, family])))),
  lookupPromisified: ({ name }) => require('node:util').promisify(dns.lookup)(name).then((found) => [found.address, found.family]),
  resolve4: ({ name }) => dns.promises.resolve4(name),
  resolver: ({ name }) => new Promise((done, fail) => new dns.Resolver().resolve4(name, (error, found) => (error ? fail(error) : done(found)))),
  resolve6: ({ name }) => dns.promises.resolve6(name),
  connect: ({ host, port }) => outcome(net.connect(port, host), 'connect'),
  tls: ({ host, port, name = host, ca }) => outcome(tls.connect({ host, port, servername: name, ca }), 'secureConnect'),
  fetch: ({ url }) => fetch(url, { signal: AbortSignal.timeout(LONG) }).then((answer) => answer.status, (error) => error.cause?.code ?? error.name),
  https: ({ url }) => new Promise((done) => require('node:https').get(url, { timeout: LONG }, (answer) => done(answer.resume().statusCode))
    .on('timeout', () => done('silent')).on('error', (error) => done(error.code))),
  ownServer: () => new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => done(server));
  }).then((server) => outcome(net.connect(server.address().port, '127.0.0.1'), 'connect').finally(() => server.close())),
  /** Stays connected so long, and asks then, as drivers do: the frame OPTIONS. */
  idle: ({ host, port, seconds }) => {
    const socket = tls.connect({ host, port, servername: host });
    return outcome(socket, 'secureConnect', (done) => {
      setTimeout(() => socket.write(Buffer.from('040000000500000000', 'hex')), seconds * 1000);
      socket.on('data', () => done('answered'));
    });
  },
  async kms({ endpoint }) {
    const { KMSClient, ListKeysCommand } = require('@aws-sdk/client-kms');
    const client = new KMSClient({ endpoint, maxAttempts: 1, requestHandler: { connectionTimeout: WAIT } });
    await client.send(new ListKeysCommand({}));
    return 'answered';
  },
  async cql({ host, username, password, ca, name = 'cassandra.us-east-1.amazonaws.com' }) {
    const { auth, Client } = require('cassandra-driver');
    const client = new Client({
      contactPoints: [host],
      protocolOptions: { port: 9142 },
      localDataCenter: 'us-east-1',
      authProvider: new auth.PlainTextAuthProvider(username, password),
      sslOptions: { ca, servername: name, rejectUnauthorized: true },
      socketOptions: { connectTimeout: LONG },
    });
    try {
      await client.connect();
      return (await client.execute('SELECT key FROM system.local')).rows[0].key;
    } catch (error) {
      const [inner = error] = Object.values(error.innerErrors ?? {});
      return inner.code ?? inner.name;
    } finally {
      await client.shutdown();
    }
  },
};

exports.handler = ({ probe, ...question }) => probes[probe](question).catch((error) => error.code ?? error.name);
