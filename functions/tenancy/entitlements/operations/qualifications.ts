import type { CallBase, Operation, RelatedCustomer } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type QualificationWord, qualificationWord } from '../../customers/index.ts';
import type { entitlementsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

/**
 * What customers qualify for is the program's to open (CUS-5): partners read it, and every wish for one is refused. The
 * access record of the customer has it as it is now.
 */
type Routes = typeof entitlementsRoutes;
type AskCall = Pick<CallBase, 'headers'> & { readonly customer: RelatedCustomer };

/** The published Java client fails on the word for government customers (conventions 13). */
const JAVA = 'Partner Center Java SDK';

function wordFor({ customer, headers }: AskCall): QualificationWord {
  const { qualification = 'none' } = customer.account.customer ?? {};
  const word = qualificationWord(qualification);
  return word === 'government_community_cloud' && headers['ms-partnercenter-client'] === JAVA ? 'none' : word;
}

export const viewCustomerQualification: Operation<Routes['viewCustomerQualification'], Deps> = async (call) =>
  ok({ status: 200, body: wordFor(call) });

/** Taken is what is so already for every commercial customer; a code is one that the program never gave. */
export const changeCustomerQualification: Operation<Routes['changeCustomerQualification'], Deps> = async (call) => {
  const isUnchanged = call.body === 'none' && wordFor(call) === 'none' && !call.query.code;
  return isUnchanged ? ok({ status: 200, body: 'none' }) : notOpened();
};

export const listCustomerQualifications: Operation<Routes['listCustomerQualifications'], Deps> = async (call) => {
  const qualification = wordFor(call);
  return ok({ status: 200, body: qualification === 'none' ? [] : [{ qualification, vettingStatus: 'Approved' }] });
};

export const requestCustomerQualification: Operation<Routes['requestCustomerQualification'], Deps> = async () =>
  notOpened();

export const listValidationCodes: Operation<Routes['listValidationCodes'], Deps> = async () =>
  ok({ status: 200, body: [] });

const notOpened = () =>
  refuse('operation_not_supported', {
    description: 'The program sells to commercial customers; ask its operator to open a qualification for this one.',
  });
