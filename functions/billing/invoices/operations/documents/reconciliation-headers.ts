/** Header rows of the reconciliation files beside the license file (billing contract 11). */

const columnsOf = (text: string): readonly string[] => text.trim().split(/\s+/);
const header = (columns: readonly string[]): string => `${columns.join(',')}\r\n`;

/** The file of usage and the daily one have the same; the last names what explains a line (BIL-9). */
export const USAGE_COLUMNS = columnsOf(`
  PartnerId PartnerName PartnerBillableAccountId CustomerCompanyName MPNID ResellerMPNID InvoiceNumber ChargeStartDate
  ChargeEndDate SubscriptionId SubscriptionName SubscriptionDescription OrderID ServiceName ServiceType ResourceGuid
  ResourceName Region Sku DetailLineItemId ConsumedQuantity IncludedQuantity OverageQuantity ListPrice PretaxCharges
  TaxAmount PostTaxTotal Currency PretaxEffectiveRate PostTaxEffectiveRate ChargeType CustomerId DomainName
  BillingCycleType Unit CustomerBillableAccount UsageDate MeteredRegion MeteredService MeteredServiceType Project
  ServiceInfo LineId
`);
export const USAGE_HEADER = header(USAGE_COLUMNS);

export const ONE_TIME_HEADER = header(
  columnsOf(`
  PartnerId CustomerId CustomerName CustomerDomainName CustomerCountry InvoiceNumber MPNID ResellerMPNID OrderId
  OrderDate ProductId SkuId AvailabilityId SkuName ProductName ChargeType UnitPrice Quantity Subtotal TaxTotal Total
  Currency PriceAdjustmentDescription PublisherName PublisherId SubscriptionDescription SubscriptionId ChargeStartDate
  ChargeEndDate TermAndBillingCycle EffectiveUnitPrice UnitType AlternateId BillableQuantity BillingFrequency
  PricingCurrency PCToBCExchangeRate PCToBCExchangeRateDate MeterDescription ReservationOrderId CreditReasonCode
  SubscriptionStartDate SubscriptionEndDate ReferenceID ProductQualifiers PromotionID LineId
`),
);

export const RATED_COLUMNS = columnsOf(`
  PartnerId PartnerName CustomerId CustomerName CustomerDomainName CustomerCountry InvoiceNumber ProductId SkuId
  AvailabilityId SkuName ProductName PublisherName PublisherId SubscriptionId SubscriptionDescription ChargeStartDate
  ChargeEndDate UsageDate MeterType MeterCategory MeterId MeterSubCategory MeterName MeterRegion UnitOfMeasure
  ResourceLocation ConsumedService ResourceGroup ResourceUri Tags AdditionalInfo ServiceInfo1 ServiceInfo2 MpnId
  ResellerMpnId ChargeType UnitPrice EffectiveUnitPrice Quantity UnitType BillingPreTaxTotal BillingCurrency
  PricingPreTaxTotal PricingCurrency EntitlementId EntitlementDescription PCToBCExchangeRate PCToBCExchangeRateDate
  RateOfPartnerEarnedCredit HasPartnerEarnedCredit PartnerEarnedCreditPercentage CreditPercentage CreditType
  BenefitOrderId BenefitId BenefitType
`);
export const RATED_USAGE_HEADER = header(RATED_COLUMNS);
