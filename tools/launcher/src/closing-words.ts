export interface Addresses {
  readonly url: string;
  readonly metricsUrls: Readonly<Record<string, string>>;
  /** Host and port of PostgreSQL. */
  readonly database: string;
  /** RFC 3339; the example event happens then. */
  readonly now: string;
  /** Whether the example register is there; without it the words must not name its tenants. */
  readonly hasExamples: boolean;
}

function ownExampleEvent({ url, now }: Addresses, other: string): string {
  const month = now.slice(0, 7);
  return `Send an event of your own (one more parking permit on Lidingö) and see it counted
  curl -i ${url}/v1/events -H 'content-type: application/cloudevents+json' -d '{"specversion":"1.0","id":"my-first-event","source":"/se/0186/parking/prod","type":"io.hemtag.usage.recorded.v1","subject":"process:resident-parking","time":"${now}","data":{"quantity":1,"unit":"permit","outcome":"success","channel":"e-service"}}'
  ${other}npx --no-install hemtag wait && ${other}npx --no-install hemtag figures --tenant SE-0186 --from ${month} --to ${month}`;
}

const firstSystem = (other: string): string => `No examples were loaded: README.md, "Wire your first system", has a register file to begin with
  ${other}npx --no-install hemtag apply -f my-town.yaml`;

/** Which settings lead a Grafana that is there already to what runs here; the long way stands in the page. */
const boards = ({ database }: Addresses): string => `Boards in a Grafana of your own: docs/deployment.md, "A Grafana that is there already"
  give it deploy/grafana/provisioning, HEMTAG_BOARDS=$PWD/dashboards/generated, HEMTAG_POSTGRES=${database} and the login of deploy/postgres/grafana.sql, which only reads`;

/** What a newcomer reads at the end of `npm start`: where to look, and how to send an own event. */
export function closingWords(addresses: Addresses): string {
  const { url, metricsUrls, hasExamples } = addresses;
  const other = url === 'http://localhost:8080' ? '' : `HEMTAG_URL=${url} `;
  const pages = [
    `${url}/health/ready`,
    ...(hasExamples ? [`${url}/v1/figures?tenant=SE-2281&from=2025-01&to=2025-12`, `${url}/v1/register/initiative?tenant=SE-2281`] : []),
    ...Object.entries(metricsUrls).map(([service, metricsUrl]) => `${metricsUrl}   (${service})`),
  ];
  return `
Open
${pages.map((page) => `  ${page}`).join('\n')}

${hasExamples ? ownExampleEvent(addresses, other) : firstSystem(other)}

${boards(addresses)}

Ctrl-C stops everything that was started; the data stays.`;
}
