// Loaded into every local Lambda function before its code (NODE_OPTIONS=--require): names and connections go the way that
// the function's VPC gives them, and the local root certificate stands for Amazon's. The local AWS decides
// (aws/network); here its answers are carried out where Node.js asks its operating system.
'use strict';

const { X509Certificate } = require('node:crypto');
const dns = require('node:dns');
const { readFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const tls = require('node:tls');
const util = require('node:util');

const { LOCAL_NETWORK, LOCAL_ADDRESS, NODE_EXTRA_CA_CERTS, _LAMBDA_FUNCTION_ARN, AWS_ENDPOINT_URL } = process.env;
if (AWS_ENDPOINT_URL === '') delete process.env.AWS_ENDPOINT_URL;

// Only root may listen on 443.
const LISTENED = { 443: 4443 };
// When Linux gives up a connection that nothing answers: net.ipv4.tcp_syn_retries.
const CONNECT_MILLISECONDS = 127_000;

const { lookup: systemLookup } = dns;
const { connect: systemConnect } = net.Socket.prototype;
const { createSecureContext } = tls;

function failure(syscall, code, details, text) {
  return Object.assign(new Error(`${syscall} ${code} ${text}`), { syscall, code, ...details });
}

/** Asks the local AWS; an answer that names an error, or none at all, is an error here. */
function ask(question, refused, callback) {
  const socket = new net.Socket();
  let answer = '';
  const [host, port] = LOCAL_NETWORK.split(':');
  systemConnect.call(socket, { host, port: Number(port) });
  socket.setEncoding('utf8').on('data', (data) => { answer += data; });
  socket.on('error', callback).on('end', () => {
    const { error, refused: undecided, ...found } = JSON.parse(answer);
    if (undecided) callback(new Error(undecided));
    else if (error) callback(refused(error));
    else callback(null, found);
  });
  socket.end(`${JSON.stringify({ ...question, function: _LAMBDA_FUNCTION_ARN })}\n`);
}

function addressesOf(hostname, syscall, callback) {
  ask({ ask: 'resolve', name: hostname }, (code) => {
    // The resolver of the C library and the one of dns.resolve() name a missing answer differently.
    const named = code === 'EAI_AGAIN' && syscall !== 'getaddrinfo' ? 'ETIMEOUT' : code;
    return failure(syscall, named, { hostname }, hostname);
  }, (error, found) => callback(error, found?.addresses));
}

function lookup(hostname, options, callback = options) {
  if (!hostname || net.isIP(hostname)) return systemLookup(hostname, options, callback);
  const { family, all } = typeof options === 'number' ? { family: options } : Object(options);
  addressesOf(hostname, 'getaddrinfo', (error, addresses) => {
    if (error) callback(error);
    else if (family === 6 || family === 'IPv6') callback(failure('getaddrinfo', 'ENOTFOUND', { hostname }, hostname));
    else if (all) callback(null, addresses.map((address) => ({ address, family: 4 })));
    else callback(null, addresses[0], 4);
  });
}

function resolve4(hostname, options, callback = options) {
  addressesOf(hostname, 'queryA', (error, addresses) =>
    callback(error, options.ttl ? addresses?.map((address) => ({ address, ttl: 60 })) : addresses));
}

function resolve6(hostname, options, callback = options) {
  addressesOf(hostname, 'queryAaaa', (error) => callback(error ?? failure('queryAaaa', 'ENODATA', { hostname }, hostname)));
}

function resolve(hostname, type, callback = type) {
  if (type === 'AAAA') resolve6(hostname, {}, callback);
  else if (type === 'A' || type === callback) resolve4(hostname, {}, callback);
  else callback(failure(`query${type}`, 'ENODATA', { hostname }, hostname));
}

const lookupPromise = (hostname, options = {}) => new Promise((done, fail) => lookup(hostname, options, (error, found, family) => {
  if (error) fail(error);
  else done(Array.isArray(found) ? found : { address: found, family });
}));
lookup[util.promisify.custom] = lookupPromise;
const resolvers = { resolve, resolve4, resolve6 };
Object.assign(dns, { lookup, ...resolvers });
Object.assign(dns.Resolver.prototype, resolvers);
const promised = Object.fromEntries(Object.entries(resolvers).map(([name, work]) =>
  [name, (hostname, options = {}) => util.promisify(work)(hostname, name === 'resolve' && typeof options !== 'string' ? 'A' : options)]));
Object.assign(dns.promises, { lookup: lookupPromise, ...promised });
Object.assign(dns.promises.Resolver.prototype, promised);

/** Where on loopback a connection to this host leads; dropped packets are never answered. */
function way(host, port, { family, lookup: own = dns.lookup }, done) {
  own(host, { family }, (unknown, address) => {
    if (unknown) return done(unknown);
    const failed = (code) => failure('connect', code, { address, port }, `${address}:${port}`);
    return ask({ ask: 'connect', address, port }, failed, (error, found) => {
      if (error) done(error);
      else if (found.drop) setTimeout(() => done(failed('ETIMEDOUT')), CONNECT_MILLISECONDS).unref();
      else done(null, found.host, 4);
    });
  });
}

net.Socket.prototype.connect = function connect(...args) {
  const [options, callback] = Array.isArray(args[0]) ? args[0] : net._normalizeArgs(args);
  if (options.path) return systemConnect.call(this, options, callback);
  const { host = 'localhost', port } = options;
  return systemConnect.call(this, {
    ...options,
    // With the dot it is no address, so that Node.js looks it up and is connecting meanwhile, whatever was given.
    host: `${host}.`,
    port: LISTENED[port] ?? port,
    localAddress: LOCAL_ADDRESS ?? options.localAddress,
    autoSelectFamily: false,
    lookup: (_, __, done) => way(host, Number(port), options, done),
  }, callback);
};

/** Who trusts Amazon's roots alone trusts the local one in their place; who trusts others alone does not. */
function withLocalRoot(ca) {
  const certificates = [ca].flat().flatMap((pem) => String(pem).match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? []);
  const amazon = certificates.some((pem) => /^O=(Amazon|Starfield Technologies)/m.test(new X509Certificate(pem).subject));
  return amazon ? [ca, readFileSync(NODE_EXTRA_CA_CERTS)].flat() : ca;
}

tls.createSecureContext = (options) => createSecureContext(options?.ca ? { ...options, ca: withLocalRoot(options.ca) } : options);

syncBuiltinESMExports();
