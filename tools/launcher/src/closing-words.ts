export interface Addresses {
  readonly url: string;
  readonly metricsUrls: Readonly<Record<string, string>>;
  /** RFC 3339; the example event happens then. */
  readonly now: string;
}

/** What a newcomer reads at the end of `npm start`: where to look, and how to send an own event. */
export function closingWords({ url, metricsUrls, now }: Addresses): string {
  const month = now.slice(0, 7);
  const other = url === 'http://localhost:8080' ? '' : `HEMTAG_URL=${url} `;
  return `
Open
  ${url}/health/ready
  ${url}/v1/figures?tenant=SE-2281&from=2025-01&to=2025-12
  ${url}/v1/register/initiative?tenant=SE-2281
${Object.values(metricsUrls)
  .map((metricsUrl) => `  ${metricsUrl}`)
  .join('\n')}

Send an event of your own (one more parking permit on Lidingö) and see it counted
  curl -i ${url}/v1/events -H 'content-type: application/cloudevents+json' -d '{"specversion":"1.0","id":"my-first-event","source":"/se/0186/parking/prod","type":"io.hemtag.usage.recorded.v1","subject":"process:resident-parking","time":"${now}","data":{"quantity":1,"unit":"permit","outcome":"success","channel":"e-service"}}'
  ${other}npx --no-install hemtag wait && ${other}npx --no-install hemtag figures --tenant SE-0186 --from ${month} --to ${month}

Ctrl-C stops everything that was started; the data stays.`;
}
