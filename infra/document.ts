import * as wire from '../shared/contracts/wire.ts';
import { type OpenApiDocument, openApiDocument } from '../shared/http/openapi.ts';
import { areaOf, areas } from './areas.ts';
import { withExamples } from './examples.ts';
import { manifests, programRefusals } from './manifests.ts';

const description = `The API of a cloud-solution-provider program: companies and their customers, catalogue, orders,
subscriptions, invoices, support, notifications. Its shapes are those of the public Partner Center API.

Paths match in any case and with any number of slashes; members of requests in any case. Unknown members are ignored.
HEAD answers wherever GET does, without a body. A path that does not take the method answers 404 and names in \`Allow\` what
it takes. Every answer of the API names its request in \`MS-RequestId\`.

What stands before the API answers in shapes of its own: the gateway with GatewayError, a firewall or front with a status of
400, 403, 502 or 504 and a page.`;

/** The document of the whole API, made from the manifests that serve it. */
export const apiDocument = (): OpenApiDocument =>
  withExamples(
    openApiDocument(
      manifests.map(({ routes }) => routes),
      {
        title: 'Open CSP',
        version: 'v1',
        description,
        license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
        areas,
        areaOf: (place) => areaOf(place).name,
        schemas: [{ context: 'wire', schemas: wire }, ...manifests],
      },
    ),
    programRefusals,
  );

/** As it is checked in: one line per member, so that a change is read as a difference. */
export const apiDocumentText = (): string => `${JSON.stringify(apiDocument(), null, 1)}\n`;
