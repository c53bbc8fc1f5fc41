/** Shared shapes of people and places. */
export interface Contact {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phoneNumber?: string;
}

export interface Address {
  readonly country: string;
  readonly region?: string;
  readonly city?: string;
  readonly state?: string;
  readonly district?: string;
  readonly addressLine1?: string;
  readonly addressLine2?: string;
  readonly addressLine3?: string;
  readonly postalCode?: string;
  readonly firstName?: string;
  readonly middleName?: string;
  readonly lastName?: string;
  readonly phoneNumber?: string;
  readonly emailAddress?: string;
}
