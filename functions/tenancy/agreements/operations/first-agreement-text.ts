import type { AgreementType } from '../domain/agreement.ts';

const NAMES: Readonly<Record<AgreementType, string>> = {
  MicrosoftCloudAgreement: 'Cloud agreement',
  MicrosoftCustomerAgreement: 'Customer agreement',
};

/**
 * Text of version 1: a plain placeholder of the operator's own agreement, so that confirming works from the first day.
 * The operator replaces it by publishing version 2 with its lawyers' text.
 */
export const firstAgreementText = (agreementType: AgreementType): string => `${NAMES[agreementType]}, version 1

1. Services. The provider of the program makes the subscribed cloud services available to the customer. The customer
   buys them from its partner, which sets the price and sends the bill.
2. Use. The customer uses the services for itself, keeps its users' credentials safe and follows the law.
3. Data. The customer owns its data. It can export it while a subscription runs and for 60 days after a suspension; then
   the data is removed.
4. Administration. The customer may let its partner administer the services on its behalf, and may take that right away
   at any time.
5. Support. The partner is the first to call. Its contact is shown in the customer's administration.
6. Term. The agreement holds while the customer has a subscription. A new version is announced ahead of the day from
   which it must be accepted.

This text stands until the operator of the program publishes its own agreement.
`;
