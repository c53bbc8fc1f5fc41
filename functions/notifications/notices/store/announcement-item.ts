import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Announcement } from '../domain/announcement.ts';

export const announcementToPartnersItem = storedKind<Announcement>({
  kind: 'announcementToPartners',
  shape: 1,
  upgrades: [],
});
