import { kafkaProperties } from './kafka-properties.js';

describe('kafkaProperties', () => {
  const lines = kafkaProperties({ broker: 20_001, controller: 20_002 }).trim().split('\n');

  it('listens on loopback only', () => {
    expect(lines).toContain('listeners=CLIENTS://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002');
    expect(lines).toContain('advertised.listeners=CLIENTS://127.0.0.1:20001');
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:20002');
  });

  it('sends those who come in beside it to the proxy that stands before it', () => {
    const proxied = kafkaProperties({ broker: 20_001, controller: 20_002 }, { listen: 20_003, advertised: 20_004 }).trim().split('\n');
    expect(proxied).toContain('listeners=CLIENTS://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002,PROXIED://127.0.0.1:20003');
    expect(proxied).toContain('advertised.listeners=CLIENTS://127.0.0.1:20001,PROXIED://127.0.0.1:20004');
  });

  it('lets records through that are larger than the 8 MiB a topic allows, and creates no topic by itself', () => {
    const limits = ['message.max.bytes', 'replica.fetch.max.bytes', 'socket.request.max.bytes'];
    const values = limits.map((limit) => Number(lines.find((line) => line.startsWith(`${limit}=`))?.split('=')[1]));
    expect(values.every((value) => value > 8_388_608)).toBe(true);
    expect(lines).toContain('auto.create.topics.enable=false');
  });

  it('names its folder relative to where it runs, because a comma in a path would split it', () => {
    expect(lines).toContain('log.dirs=log');
  });
});
