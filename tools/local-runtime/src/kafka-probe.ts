import { connect } from 'node:net';
import { LOOPBACK } from './loopback-port.js';

const PROBE_TIMEOUT_MS = 2_000;
const API_METADATA = 3;
const API_VERSION = 1;
const CLIENT_ID = 'ready';

/** True once the broker answers a metadata request with at least one broker, which it does not before it can serve clients. */
export function answersMetadata(port: number): Promise<boolean> {
  return new Promise((answer) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, LOOPBACK, () => socket.write(metadataRequest()));
    const end = (isReady: boolean): void => {
      socket.destroy();
      answer(isReady);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      const brokers = brokerCount(received);
      if (brokers !== undefined) end(brokers > 0);
    });
  });
}

// Length, api key, api version, correlation id, client id, and an empty list of topics: only the brokers are asked for.
function metadataRequest(): Buffer {
  const clientId = Buffer.from(CLIENT_ID);
  const request = Buffer.alloc(18 + clientId.length);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(API_METADATA, 4);
  request.writeInt16BE(API_VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(clientId.length, 12);
  clientId.copy(request, 14);
  request.writeInt32BE(0, 14 + clientId.length);
  return request;
}

// The answer begins with its length, the correlation id and the number of brokers.
function brokerCount(answer: Buffer): number | undefined {
  return answer.length < 12 ? undefined : answer.readInt32BE(8);
}
