/** Payload format 2.0 of an HTTP API, as far as we read it. */
export interface GatewayEvent {
  readonly routeKey?: string;
  /** Variables of the route, decoded. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId?: string;
    readonly timeEpoch: number;
    readonly http: { readonly method: string; readonly path?: string; readonly sourceIp?: string };
  };
}

export interface GatewayReply {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

/** Bytes of a body that the API takes (conventions 10). */
export const BODY_BYTES_MAX = 1024 * 1024;

export const bodyBytes = ({ body = '', isBase64Encoded = false }: GatewayEvent): Buffer =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
