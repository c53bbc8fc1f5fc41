import { describe, expect, it } from 'vitest';
import { dynamoDBAccesses } from '../../infra/local/door/dynamodb-access.ts';
import { rolePolicy } from '../../infra/local/door/policy.ts';

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/program';
const billing = rolePolicy([
  {
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:ConditionCheckItem',
          'dynamodb:BatchGetItem',
        ],
        Resource: [table, `${table}/index/*`],
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['BILLING#*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: table,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['ACCESS#*'] } },
      },
      { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::files/billing/*' },
      { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::files/billing/locked/*' },
      { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: '*',
        Condition: { StringEquals: { 'events:source': 'billing' } },
      },
      {
        Effect: 'Allow',
        Action: 'ses:SendEmail',
        Resource: '*',
        Condition: { StringNotEquals: { 'ses:FromAddress': 'boss@example.test' } },
      },
    ],
  },
]);

const tables = new Map([['program', { arn: table, partitionKey: 'pk', indexes: { gsi1: 'gsi1pk' } }]]);
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'A' } });
const mayCall = (operation: string, input: Record<string, unknown>) =>
  dynamoDBAccesses(operation, { TableName: 'program', ...input }, tables).every(
    (access) => billing.decide(access).allowed,
  );

describe('OPS-1: DynamoDB calls are held to the leading keys of the policy', () => {
  it.each<[string, Record<string, unknown>, boolean, string]>([
    ['GetItem', { Key: key('BILLING#t') }, true, 'the key begins with the prefix'],
    ['GetItem', { Key: key('COMMERCE#t') }, false, 'the key is of another context'],
    ['GetItem', { Key: key('ACCESS#t') }, true, 'another statement allows to read it'],
    ['PutItem', { Item: key('ACCESS#t') }, false, 'that statement allows to read only'],
    ['PutItem', { Item: key('BILLING#t') }, true, 'the item holds the key'],
    ['DeleteItem', { Key: key('BILLING#t') }, false, 'the action is in no statement'],
    ['Scan', {}, false, 'a scan names no key, and no statement allows it'],
    [
      'Query',
      { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'BILLING#t' } } },
      true,
      'the partition is named',
    ],
    [
      'Query',
      {
        KeyConditionExpression: '#p = :p AND begins_with(sk, :s)',
        ExpressionAttributeNames: { '#p': 'pk' },
        ExpressionAttributeValues: { ':p': { S: 'BILLING#t' }, ':s': { S: 'x' } },
      },
      true,
      'names may be placeholders',
    ],
    [
      'Query',
      {
        KeyConditionExpression: 'sk = :s and pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'SUPPORT#t' }, ':s': { S: 'BILLING#' } },
      },
      false,
      'only the partition key counts',
    ],
    [
      'Query',
      {
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'BILLING#t' } },
      },
      true,
      'an index has a partition key of its own',
    ],
    [
      'Query',
      {
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'TENANCY#t' } },
      },
      false,
      'the index is held to the prefix too',
    ],
    [
      'BatchGetItem',
      { RequestItems: { program: { Keys: [key('BILLING#a'), key('BILLING#b')] } } },
      true,
      'all keys fit',
    ],
    [
      'BatchGetItem',
      { RequestItems: { program: { Keys: [key('BILLING#a'), key('COMMERCE#b')] } } },
      false,
      'one key does not',
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'program', Item: key('BILLING#a') } },
          { ConditionCheck: { TableName: 'program', Key: key('BILLING#b') } },
        ],
      },
      true,
      'each part is allowed',
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'program', Item: key('BILLING#a') } },
          { Put: { TableName: 'program', Item: key('ACCESS#b') } },
        ],
      },
      false,
      'one part is not',
    ],
    [
      'TransactWriteItems',
      { TransactItems: [{ Update: { TableName: 'program', Key: key('BILLING#a') } }] },
      false,
      'an update is another action',
    ],
  ])('%s %o: %s, because %s', (operation, input, allowed) => {
    expect(mayCall(operation, input)).toBe(allowed);
  });
});

describe('OPS-1: calls are held to action, resource and conditions', () => {
  const files = 'arn:aws:s3:::files/billing';
  it.each<[string, string, Record<string, string[]>, boolean, string]>([
    ['s3:GetObject', `${files}/a`, {}, true, 'the wildcards cover action and resource'],
    ['s3:PutObject', `${files}/a`, {}, false, 'the action is not covered'],
    ['s3:GetObject', 'arn:aws:s3:::files/support/a', {}, false, 'the resource is not covered'],
    ['s3:GetObject', `${files}/locked/a`, {}, false, 'a denial wins'],
    ['events:PutEvents', 'bus', { 'events:source': ['billing'] }, true, 'the condition holds'],
    ['events:PutEvents', 'bus', { 'events:source': ['commerce'] }, false, 'the condition does not hold'],
    ['events:PutEvents', 'bus', {}, false, 'what is not there equals nothing'],
    ['ses:SendEmail', 'any', { 'ses:FromAddress': ['ann@example.test'] }, true, 'it is somebody else'],
    ['ses:SendEmail', 'any', { 'ses:FromAddress': ['boss@example.test'] }, false, 'it is the one left out'],
    ['DYNAMODB:getitem', table, { 'dynamodb:LeadingKeys': ['BILLING#1'] }, true, 'actions ignore case'],
    ['dynamodb:GetItem', `${table}2`, { 'dynamodb:LeadingKeys': ['BILLING#1'] }, false, 'the table is another'],
  ])('%s on %s with %o: %s, because %s', (action, resource, context, allowed) => {
    expect(billing.decide({ action, resource, context }).allowed).toBe(allowed);
  });

  it('says why a call is denied', () => {
    const decision = billing.decide({
      action: 'dynamodb:PutItem',
      resource: table,
      context: { 'dynamodb:LeadingKeys': ['X#1'] },
    });
    expect(decision).toEqual({
      allowed: false,
      reason: 'the condition ForAllValues:StringLike dynamodb:LeadingKeys BILLING#* does not hold',
    });
  });

  it('refuses a condition operator it does not know', () => {
    const document = {
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '::1' } } },
    };
    expect(() => rolePolicy([document])).toThrow('IpAddress');
  });
});
