import type { CustomerInvitationType } from './invitation.ts';

/** Subject and text of the mail that carries an invitation (REL-1): a partner may paste them or have them mailed. */
export interface InvitationText {
  readonly subject: string;
  readonly text: string;
}
interface Facts {
  readonly type: CustomerInvitationType;
  readonly partnerName: string;
  readonly url: string;
}
type Writer = (facts: Facts) => InvitationText;

const isReseller = ({ type }: Facts): boolean => type === 'reseller-invitation';

const english: Writer = (facts) => ({
  subject: `Invitation from ${facts.partnerName}`,
  text: [
    'Hello,',
    isReseller(facts)
      ? `${facts.partnerName} would like to be your cloud solution provider and to administer your cloud services for you.`
      : `${facts.partnerName} would like to administer your cloud services for you.`,
    'To accept, open this link and sign in as a global administrator of your organization:',
    facts.url,
    'The link can be used at any time. You can see your partners and take these rights away whenever you like.',
  ].join('\n\n'),
});

const german: Writer = (facts) => ({
  subject: `Einladung von ${facts.partnerName}`,
  text: [
    'Guten Tag,',
    isReseller(facts)
      ? `${facts.partnerName} möchte Ihr Cloud-Lösungsanbieter werden und Ihre Cloud-Dienste für Sie verwalten.`
      : `${facts.partnerName} möchte Ihre Cloud-Dienste für Sie verwalten.`,
    'Zum Annehmen öffnen Sie diesen Link und melden sich als globaler Administrator Ihrer Organisation an:',
    facts.url,
    'Der Link gilt auf Dauer. Sie können Ihre Partner jederzeit einsehen und ihnen diese Rechte wieder entziehen.',
  ].join('\n\n'),
});

const french: Writer = (facts) => ({
  subject: `Invitation de ${facts.partnerName}`,
  text: [
    'Bonjour,',
    isReseller(facts)
      ? `${facts.partnerName} souhaite devenir votre fournisseur de solutions cloud et administrer vos services cloud.`
      : `${facts.partnerName} souhaite administrer vos services cloud.`,
    'Pour accepter, ouvrez ce lien et connectez-vous en tant qu’administrateur général de votre organisation :',
    facts.url,
    'Le lien reste valable. Vous pouvez voir vos partenaires et leur retirer ces droits à tout moment.',
  ].join('\n\n'),
});

const spanish: Writer = (facts) => ({
  subject: `Invitación de ${facts.partnerName}`,
  text: [
    'Hola:',
    isReseller(facts)
      ? `${facts.partnerName} desea ser su proveedor de soluciones en la nube y administrar sus servicios en la nube.`
      : `${facts.partnerName} desea administrar sus servicios en la nube.`,
    'Para aceptar, abra este enlace e inicie sesión como administrador global de su organización:',
    facts.url,
    'El enlace no caduca. Puede ver a sus socios y retirarles estos derechos cuando quiera.',
  ].join('\n\n'),
});

const writers: Readonly<Record<string, Writer>> = { en: english, de: german, fr: french, es: spanish };

/** In the language of the locale; in English where we have no other. */
export const invitationText = (locale: string, facts: Facts): InvitationText =>
  (writers[locale.slice(0, 2).toLowerCase()] ?? english)(facts);
