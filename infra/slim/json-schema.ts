import { type Part, reading } from './part.ts';

/** Schemas become JSON Schema only in the OpenAPI document, which is made here and not in a function. */
export const jsonSchema: Part = {
  name: 'json-schema-of-zod',
  plugin: (tell) => ({
    name: 'json-schema-of-zod',
    setup(build) {
      reading(build, /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/, tell, (code) => {
        const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name!);
        const exports = names.map((name) => `export const ${name} = absent;`);
        if (/export \{ processSchema as process \}/.test(code)) exports.push('export { absent as process };');
        return `const absent = () => absent;\n${exports.join('\n')}`;
      });
    },
  }),
};
