/**
 * Everything that a statement says by itself, in one language. `{name}` stands for what is put there. A language is a
 * file of this type, named in `languages.ts`: without one of these texts it does not compile.
 */
export interface StatementTexts {
  /** What the document is called, where it stands alone. */
  readonly titles: {
    readonly invoice: string;
    /** A note that takes an invoice back. */
    readonly voidNote: string;
    /** A note that corrects an invoice, in the partner's favour or not. */
    readonly creditNote: string;
    readonly debitNote: string;
    readonly taxReceipt: string;
  };
  readonly total: string;
  readonly amountDue: string;
  readonly from: string;
  readonly billTo: string;
  readonly taxId: string;
  readonly invoiceNumber: string;
  readonly invoiceDate: string;
  readonly dueDate: string;
  readonly noteNumber: string;
  readonly noteDate: string;
  /** Of a note: the invoice that it is about. */
  readonly onInvoice: string;
  readonly period: string;
  readonly inPlaceOf: string;
  readonly purchaseOrder: string;
  readonly networkId: string;
  readonly charges: string;
  readonly program: string;
  readonly product: string;
  /** Head of the column of amounts, with the currency. */
  readonly amount: string;
  /** What belongs to no program. */
  readonly otherProgram: string;
  readonly summary: string;
  readonly seatCharges: string;
  readonly usageCharges: string;
  readonly discounts: string;
  /** What was credited, and what notes correct. */
  readonly credits: string;
  readonly subtotal: string;
  readonly tax: string;
  /** With the rate that all charges bear. */
  readonly taxAtRate: string;
  /** With one of several rates, and what bears it. */
  readonly taxOnBase: string;
  readonly totalCharges: string;
  readonly totalOfNote: string;
  readonly paymentsReceived: string;
  /** What of all payments is set against no invoice yet. */
  readonly paymentsUnallocated: string;
  readonly previousBalance: string;
  readonly balanceBefore: string;
  readonly balanceAfter: string;
  readonly payment: string;
  readonly aboutNote: string;
  /** How to pay. */
  readonly pleasePay: string;
  /** The same, where the seller's account is not known here. */
  readonly pleasePayByAgreement: string;
  readonly payTo: string;
  readonly reference: string;
  readonly nothingToPay: string;
  readonly listedInFile: string;
  readonly listedInFiles: string;
  readonly takesBack: string;
  readonly takesBackForAnother: string;
  readonly corrects: string;
  readonly reason: string;
  readonly receiptNumber: string;
  readonly receiptDate: string;
  readonly aboutReceipt: string;
  /** Of a tax receipt: what it is of, and what it is not. */
  readonly receiptOf: string;
  readonly page: string;
}
