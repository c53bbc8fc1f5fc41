import { clientOf, guidOf } from './client.ts';
import type { EnrolledPartner, Login } from './enrol.ts';
import { awaitMail } from './mail.ts';
import { openCustomer } from './partners.ts';

export interface Tour {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly mailRoot?: string;
  readonly partners: readonly EnrolledPartner[];
  readonly users: { readonly customerAdmin: Login };
  readonly log: (line: string) => void;
}

/** Has an invitation mailed to a customer and says how to accept it: two minutes that show the other side. */
export async function showTour({ apiRoot, controlRoot, mailRoot, partners, users, log }: Tour): Promise<void> {
  const { plan, applications } = partners[0]!;
  const partner = clientOf(apiRoot, applications.adminAgent!);
  const to = openCustomer.admin.email;
  await partner.send('POST /v1/customers/relationshiprequests/emails', {
    body: { to, locale: 'en-US', message: 'Good to meet you. Accept this, and we can look after your licences.' },
    requestId: guidOf('invitation', to),
  });
  const mail = await awaitMail(controlRoot, to, ({ text }) => text.includes('/invitations/'));
  log('');
  log('A two-minute tour:');
  log(`  1. Open the mailbox${mailRoot === undefined ? '' : ` ${mailRoot}`} and in it “${mail.subject}” to ${to}.`);
  log(`  2. Follow the link and sign in as ${users.customerAdmin.userName} with ${users.customerAdmin.password}`);
  log(`  3. Accept: ${openCustomer.companyName} is now a customer of ${plan.companyName}.`);
}
