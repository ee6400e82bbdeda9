// Lints texts in the name of files of this checkout with the real configuration. Outside Jest, because ESLint loads its configuration as modules.
// Reads [{file, text, typed}] from standard input, writes {answers: [[{ruleId, message}]], …what of the configuration needs probes}.
// A typed probe takes the place of an existing file, because types are known only for files of a TypeScript project.
import { execFileSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { ownRules, projectConstraints, restrictedGlobals, restrictedSyntax, sizeRules } from '../../eslint.config.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const probes = JSON.parse(await text(process.stdin));

// The rule about projects reads the graph that Nx keeps, and would pass everything where there is none yet.
execFileSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], {
  cwd: root,
  env: { ...process.env, NX_DAEMON: 'false' },
  stdio: 'ignore',
});

const typed = new ESLint({ cwd: root });
const untyped = new ESLint({ cwd: root, overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }] });
const answers = [];
for (const probe of probes) {
  const [result] = await (probe.typed ? typed : untyped).lintText(probe.text, { filePath: join(root, probe.file) });
  answers.push((result?.messages ?? []).map(({ ruleId, message }) => ({ ruleId, message })));
}
process.stdout.write(
  JSON.stringify({
    answers,
    rules: Object.keys({ ...ownRules, ...sizeRules }),
    constraints: projectConstraints,
    syntaxMessages: Object.values(restrictedSyntax).flatMap((list) => list.map(({ message }) => message)),
    globals: restrictedGlobals.map(({ name }) => name),
  }),
);
