import * as z from 'zod';
import { queryDay } from '../../../shared/contracts/dates.ts';
import { attributes, collectionOf } from '../../../shared/contracts/wire.ts';
import { SeekQuery } from '../people/schemas.ts';

export const MfaAdoptionQuery = z.object({
  startDate: queryDay().optional().describe('First day; the first of the last 30 when absent.'),
  endDate: queryDay().optional().describe('Last day; today when absent.'),
});

export const ApplicationMfaAdoption = z.object({
  loginDate: z.string().describe('The day, in UTC.'),
  mfaCompliantRequestCount: z.number().describe('Requests with a second factor behind them.'),
  totalRequestCount: z.number().describe('All requests.'),
  applicationId: z.string().describe('Id of the application through which they came.'),
  applicationName: z.string().describe('Name of that application; its id where it has no name here.'),
});

export const ApplicationMfaAdoptions = z.array(ApplicationMfaAdoption);

export const PartnerRequestsQuery = SeekQuery.omit({ filter: true });

export const PartnerRequest = z.object({
  requestId: z.string().describe('Id of the request, as its caller gave it.'),
  correlationId: z.string().describe('Id of what the request belongs to.'),
  operationName: z.string().describe('Method and path, with names in place of ids.'),
  requestDateTime: z.string().describe('When it was made.'),
  sourceIpAddress: z.string().describe('Address from which it came.'),
  objectId: z.string().describe('Id of the user.'),
  tenantId: z.string().describe('GUID of the tenant of the user.'),
  upn: z.string().optional().describe('Name with which the user signs in.'),
  applicationId: z.string().describe('Id of the application through which it came.'),
  mfaCompliant: z.boolean().describe('Whether a second factor was behind it.'),
  attributes: attributes('PartnerRequest'),
});

export const PartnerRequests = collectionOf(PartnerRequest);

export const NonMfaCompliantPrincipal = z.object({
  objectId: z.string().describe('Id of the user.'),
  tenantId: z.string().describe('GUID of the tenant of the user.'),
  upn: z.string().optional().describe('Name with which the user signs in.'),
  lastNonMfaCompliantRequestDateTime: z.string().describe('When its last request was made.'),
  attributes: attributes('NonMfaCompliantPrincipal'),
});

export const NonMfaCompliantPrincipals = collectionOf(NonMfaCompliantPrincipal);
