/** Prints what Redocly's linter says of the document, as `redocly.yaml` sets it; nothing when all is well. */
import { lint, loadConfig } from '@redocly/openapi-core';

const [document = '', configPath = ''] = process.argv.slice(2);
const problems = await lint({ ref: document, config: await loadConfig({ configPath }) });
for (const { severity, ruleId, message, location } of problems)
  process.stdout.write(`${severity} ${ruleId}: ${message} ${location[0]?.pointer ?? ''}\n`);
