import { z } from 'zod';

import { ConfigError, readConfig } from './config.js';
import { brokerList, databaseUrl, portNumber, topicPrefix } from './variables.js';

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
});
