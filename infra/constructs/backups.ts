import { BackupPlan, BackupPlanRule, BackupResource, BackupSelection, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { alarm } from './alarms.ts';
import type { Platform } from './platform.ts';

/** Nobody may remove a backup earlier than this, or keep one for less. */
const LOCKED_DAYS = 1;
/** At 02:30Z: after the jobs of midnight. */
const DAILY = { hour: '2', minute: '30' };
const MONTHLY = { ...DAILY, day: '1' };
/** After this a month's backup lies in cheaper storage, for 90 days at least. */
const COLD_AFTER_DAYS = 30;

/**
 * Copies of the table in a vault of their own, daily and monthly. The table's own recovery of 35 days goes with the
 * table; these do not, and another account or region can have a copy of each.
 */
export function backups(scope: Construct, platform: Platform): void {
  const home = new Construct(scope, 'Backups');
  const { settings, table } = platform;
  // A key of our own, because what the account's standard key encrypts is never copied to another account.
  const key = new Key(home, 'Key', {
    description: `Encrypts the backups of ${settings.name}`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const vault = new BackupVault(home, 'Vault', {
    backupVaultName: `${settings.name}-backups`,
    encryptionKey: key,
    lockConfiguration: { minRetention: Duration.days(LOCKED_DAYS) },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  const plan = new BackupPlan(home, 'Plan', { backupPlanName: settings.name, backupVault: vault });
  const copy = settings.backupCopyVaultArn;
  const copyTo = copy === undefined ? undefined : BackupVault.fromBackupVaultArn(home, 'CopyVault', copy);
  const rule = (ruleName: string, at: object, days: number, coldAfter?: Duration): BackupPlanRule => {
    const life = { deleteAfter: Duration.days(days), ...(coldAfter && { moveToColdStorageAfter: coldAfter }) };
    return new BackupPlanRule({
      ruleName,
      scheduleExpression: Schedule.cron(at),
      startWindow: Duration.hours(1),
      completionWindow: Duration.hours(12),
      ...life,
      ...(copyTo && { copyActions: [{ destinationBackupVault: copyTo, ...life }] }),
    });
  };
  plan.addRule(rule('daily', DAILY, settings.backupDays));
  plan.addRule(rule('monthly', MONTHLY, settings.backupMonthlyDays, Duration.days(COLD_AFTER_DAYS)));
  new BackupSelection(home, 'Table', {
    backupPlan: plan,
    resources: [BackupResource.fromArn(table.arn)],
    role: backupRole(home, { table: table.arn, vaults: [vault.backupVaultArn, ...(copy ? [copy] : [])], key }),
    disableDefaultBackupPolicy: true,
  });
  failureAlarm(home, platform, vault.backupVaultName);
}

/** What the backup service does in our name: reads this table into these vaults. */
function backupRole(scope: Construct, { table, vaults, key }: { table: string; vaults: string[]; key: Key }): Role {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('backup.amazonaws.com'),
    description: 'Backs up the table',
  });
  const allow = (sid: string, actions: string[], resources: string[]): void =>
    void role.addToPolicy(new PolicyStatement({ sid, actions, resources }));
  allow('Table', ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'], [table]);
  allow(
    'Vaults',
    ['backup:CopyFromBackupVault', 'backup:CopyIntoBackupVault', 'backup:DescribeBackupVault', 'backup:TagResource'],
    vaults,
  );
  allow('Key', ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'], [key.keyArn]);
  return role;
}

function failureAlarm(scope: Construct, platform: Platform, vaultName: string): void {
  alarm(scope, 'Failures', platform, {
    name: 'backup-failures',
    description: 'A backup of the table failed: the console of AWS Backup says why, under Jobs.',
    metric: new Metric({
      namespace: 'AWS/Backup',
      metricName: 'NumberOfBackupJobsFailed',
      dimensionsMap: { BackupVaultName: vaultName },
      statistic: 'Sum',
      period: Duration.days(1),
    }),
    threshold: 1,
    periods: 1,
  });
}
