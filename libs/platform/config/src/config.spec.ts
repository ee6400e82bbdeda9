import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

import { ConfigError, readConfig } from './config.js';
import { acceptedLogs, brokerList, databaseUrl, kafkaClientName, portNumber, topicPrefix } from './variables.js';

const schema = z.object({ PORT: portNumber().default(8081), BROKERS: brokerList(), DATABASE: databaseUrl(), PREFIX: topicPrefix() });

function faultsOf(env: Record<string, string>): ConfigError {
  try {
    readConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('the configuration was taken');
}

describe('configuration', () => {
  it('is read from the environment, with defaults', () => {
    expect(readConfig(schema, { BROKERS: 'a:9092, b:9093', DATABASE: 'postgres://u:p@h/d', OTHER: 'x' })).toEqual({
      PORT: 8081,
      BROKERS: ['a:9092', 'b:9093'],
      DATABASE: 'postgres://u:p@h/d',
      PREFIX: '',
    });
    expect(readConfig(schema, { PORT: '0', BROKERS: 'a:1', DATABASE: 'postgresql://h/d', PREFIX: 'test.' })).toMatchObject({ PORT: 0, PREFIX: 'test.' });
  });

  it('names all faults together and never a value', () => {
    const error = faultsOf({ PORT: 'secret-1', DATABASE: 'mysql://user:secret-2@h/d', BROKERS: '', PREFIX: 'secret/3' });
    expect(error.faults.map(({ variable }) => variable).sort()).toEqual(['BROKERS', 'DATABASE', 'PORT', 'PREFIX']);
    expect(error.message).toContain('BROKERS: is missing');
    expect(error.message).not.toContain('secret');
  });

  it.each(['-1', '65536', '1e3', '0x10', ' 80', '80.5'])('refuses the port %j', (port) => {
    expect(faultsOf({ PORT: port, BROKERS: 'a:1', DATABASE: 'postgres://h/d' }).faults).toEqual([
      { variable: 'PORT', detail: 'must be a whole number from 0 to 65535' },
    ]);
  });

  it('takes logs that are to be read from their beginning, and names no value of a faulty one', () => {
    const logs = z.object({ ACCEPT: acceptedLogs() });
    const id = '9d0e6a52-7d1b-4f3a-8c55-1f2c3b4a5d66';
    expect(readConfig(logs, {})).toEqual({ ACCEPT: [] });
    expect(readConfig(logs, { ACCEPT: `usage.events.v1/0@7:${id}, b/12@9007199254740993:${id}` })).toEqual({
      ACCEPT: [
        { topic: 'usage.events.v1', partition: 0, offset: 7n, topicId: id },
        { topic: 'b', partition: 12, offset: 9_007_199_254_740_993n, topicId: id },
      ],
    });
    for (const ACCEPT of ['secret', `t/0:${id}`, `t/-1@7:${id}`, 't/0@7:secret']) expect(() => readConfig(logs, { ACCEPT })).toThrow(/^(?!.*secret)/);
  });

  it('takes one of the two clients', () => {
    const client = z.object({ CLIENT: kafkaClientName() });
    expect(readConfig(client, {})).toEqual({ CLIENT: 'kafkajs' });
    expect(readConfig(client, { CLIENT: 'platformatic' })).toEqual({ CLIENT: 'platformatic' });
    expect(() => readConfig(client, { CLIENT: 'rdkafka' })).toThrow('CLIENT: must be kafkajs or platformatic');
  });

  it('takes a secret from the file that NAME_FILE names, and the variable itself before it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hemtag-config-'));
    const file = join(folder, 'database-url');
    writeFileSync(file, 'postgres://u:p@h/from-file\n');
    const one = z.object({ DATABASE: databaseUrl() });
    expect(readConfig(one, { DATABASE_FILE: file })).toEqual({ DATABASE: 'postgres://u:p@h/from-file' });
    expect(readConfig(one, { DATABASE_FILE: file, DATABASE: 'postgres://u:p@h/itself' })).toEqual({ DATABASE: 'postgres://u:p@h/itself' });
    rmSync(folder, { recursive: true });
    expect(() => readConfig(one, { DATABASE_FILE: file })).toThrow(/^the configuration is not usable:\n {2}DATABASE_FILE: names a file that cannot be read$/);
  });
});
