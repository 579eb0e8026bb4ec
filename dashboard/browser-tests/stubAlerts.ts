import { HOSTILE, type StubSite } from './fleet';
import { forbidden } from './stubErrors';

export interface StubAlert {
  id: string;
  siteId: string;
  clubName: string | null;
  type: string;
  object: string | null;
  level: string;
  status: string;
  silenced: boolean;
  messageFr: string;
  messageEn: string;
  value: string | null;
  rule: string;
  since: string;
  endedAt: string | null;
  acknowledgedBy: string | null;
  acknowledgedUntil: string | null;
}

interface StubSilence {
  id: string;
  selector: { sites: string[]; clubs: string[]; types: string[] };
  reason: string;
  createdBy: string;
  from: string;
  until: string;
}

const MINUTE = 60_000;

export function alertOf(site: StubSite, index: number, more: Partial<StubAlert> = {}): StubAlert {
  return {
    id: `alert-${index}`,
    siteId: site.id,
    clubName: site.club,
    type: 'disk',
    object: '/',
    level: 'WARNING',
    status: 'FIRING',
    silenced: false,
    messageFr: 'Espace disque faible : 91 % utilisé',
    messageEn: 'Low disk space: 91% used',
    value: '0.91',
    rule: 'disk',
    since: new Date(Date.now() - index * 7 * MINUTE).toISOString(),
    endedAt: null,
    acknowledgedBy: null,
    acknowledgedUntil: null,
    ...more,
  };
}

/** Two critical ones, two warnings (one acknowledged, one of a hostile site), a note, and three that have ended. */
export function makeAlerts(sites: readonly StubSite[]): StubAlert[] {
  const site = (index: number): StubSite => sites[index % sites.length]!;
  const ended = (minutes: number): Partial<StubAlert> => ({ status: 'RESOLVED', endedAt: new Date(Date.now() - minutes * MINUTE).toISOString() });
  return [
    alertOf(site(1), 1),
    alertOf(site(2), 2, { level: 'CRITICAL', type: 'temperature', object: null, messageEn: 'High temperature: 78.2 °C', messageFr: 'Température élevée : 78,2 °C', value: '78.2' }),
    alertOf(site(3), 3, { type: HOSTILE, object: HOSTILE, messageEn: `${HOSTILE} en`, messageFr: `${HOSTILE} fr` }),
    alertOf(site(4), 4, { level: 'CRITICAL', type: 'service', object: 'nginx', messageEn: 'Service stopped: nginx', messageFr: 'Service arrêté : nginx', value: null }),
    alertOf(site(6), 5, { level: 'INFO', type: 'update', object: null, messageEn: 'Update available', messageFr: 'Mise à jour disponible', value: null }),
    alertOf(site(7), 6, { status: 'ACKNOWLEDGED', acknowledgedBy: 'paul', type: 'memory', object: null, messageEn: 'Memory above 90%', messageFr: 'Mémoire au-dessus de 90 %' }),
    alertOf(site(0), 101, { ...ended(30), since: new Date(Date.now() - 50 * MINUTE).toISOString(), messageEn: 'Site offline', messageFr: 'Site hors ligne', type: 'offline', level: 'CRITICAL', object: null }),
    alertOf(site(8), 102, { ...ended(90), since: new Date(Date.now() - 95 * MINUTE).toISOString() }),
    alertOf(site(9), 103, { ...ended(400), since: new Date(Date.now() - 999 * MINUTE).toISOString(), level: 'INFO', type: 'maintenance', object: null, messageEn: 'Maintenance', messageFr: 'Maintenance' }),
  ];
}

interface Filter {
  open: boolean;
  levels?: string[];
  sites?: string[];
  text?: string;
}

/** Resolvers over alerts and silences. */
export class StubAlerts {
  silences: StubSilence[] = [
    { id: 'silence-1', selector: { sites: [], clubs: ['RENNES'], types: ['temperature'] }, reason: `Heat wave ${HOSTILE}`, createdBy: 'paul', from: new Date(Date.now() - 3_600_000).toISOString(), until: new Date(Date.now() + 86_400_000).toISOString() },
  ];

  constructor(
    public alerts: StubAlert[],
    readonly user: { username: string; role: string },
    readonly emit: (event: unknown) => void,
  ) {}

  readonly resolvers = {
    alerts: ({ filter, first, after }: { filter?: Filter; first: number; after?: string }) => {
      const { open, levels, sites, text } = filter ?? { open: true };
      const found = this.alerts
        .filter(
          (alert) =>
            (alert.status !== 'RESOLVED') === open &&
            (levels?.includes(alert.level) ?? true) &&
            (sites?.includes(alert.siteId) ?? true) &&
            (!text || `${alert.messageFr} ${alert.messageEn} ${alert.siteId}`.toLowerCase().includes(text.toLowerCase())),
        )
        .sort((a, b) => (a.since < b.since ? 1 : -1));
      const start = after === undefined || after === null ? 0 : found.findIndex(({ id }) => id === after) + 1;
      const nodes = found.slice(start, start + first);
      return { nodes, totalCount: found.length, pageInfo: { hasNextPage: start + first < found.length, endCursor: nodes.at(-1)?.id ?? null } };
    },
    acknowledgeAlert: ({ id, until }: { id: string; until?: string }) =>
      this.#act(id, { status: 'ACKNOWLEDGED', acknowledgedBy: this.user.username, acknowledgedUntil: until ?? null }),
    unacknowledgeAlert: ({ id }: { id: string }) => this.#act(id, { status: 'FIRING', acknowledgedBy: null, acknowledgedUntil: null }),
    silences: () => this.silences,
    createSilence: ({ input }: { input: { sites: string[]; clubs: string[]; types: string[]; reason: string; until: string } }) => {
      this.#mayAct();
      const { sites, clubs, types, reason, until } = input;
      const silence = { id: `silence-${this.silences.length + 1}`, selector: { sites, clubs, types }, reason, createdBy: this.user.username, from: new Date().toISOString(), until };
      this.silences.push(silence);
      this.alerts.filter(({ siteId, type }) => (sites.length === 0 || sites.includes(siteId)) && (types.length === 0 || types.includes(type))).forEach((alert) => (alert.silenced = true));
      return silence;
    },
    endSilence: ({ id }: { id: string }) => {
      this.#mayAct();
      this.silences = this.silences.filter((silence) => silence.id !== id);
      return true;
    },
  };

  /** An alert begins, changes or ends, and the subscribers hear of it. */
  change(alert: StubAlert, change: Partial<StubAlert> = {}): void {
    Object.assign(alert, change);
    if (!this.alerts.includes(alert)) {
      this.alerts.push(alert);
    }
    this.emit({ alertChanges: alert });
  }

  #act(id: string, change: Partial<StubAlert>): StubAlert {
    this.#mayAct();
    const alert = this.alerts.find((known) => known.id === id)!;
    this.change(alert, change);
    return alert;
  }

  #mayAct(): void {
    if (this.user.role === 'viewer') {
      throw forbidden();
    }
  }
}
