import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { styleSheet } from '../../../../shared/pages/style.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

/** The stylesheet of all pages; its address changes with its content. */
export const showStyle: Operation<typeof signInRoutes.showStyle, Deps> = async () =>
  ok({
    status: 200,
    file: { bytes: styleSheet, mediaType: 'text/css; charset=utf-8' },
    headers: { 'cache-control': 'public, max-age=86400', 'x-content-type-options': 'nosniff' },
  });
