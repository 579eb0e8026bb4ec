import { HOSTILE } from './fleet';
import { forbidden } from './stubErrors';

interface StubKey {
  id: string;
  name: string;
  service: string;
  scopes: string[];
  prefix: string;
  active: boolean;
  createdBy: string;
  createdAt: string;
  lastUsedAt: string | null;
}

/** Resolvers over service keys, for admins only. */
export class StubKeys {
  #made = 0;
  keys: StubKey[] = [
    { id: 'key-1', name: 'production', service: 'shop-web', scopes: ['ERRORS', 'METRICS'], prefix: 'avl_Zk3f', active: true, createdBy: 'admin', createdAt: new Date(Date.now() - 20 * 86_400_000).toISOString(), lastUsedAt: new Date(Date.now() - 120_000).toISOString() },
    { id: 'key-2', name: HOSTILE, service: 'shop-web', scopes: ['READ'], prefix: 'avl_Qw8d', active: false, createdBy: 'admin', createdAt: new Date(Date.now() - 90 * 86_400_000).toISOString(), lastUsedAt: null },
    { id: 'key-3', name: 'cash desk', service: 'till', scopes: ['METRICS'], prefix: 'avl_m2Yx', active: true, createdBy: 'admin', createdAt: new Date(Date.now() - 2 * 86_400_000).toISOString(), lastUsedAt: null },
  ];

  constructor(readonly user: { username: string; role: string }) {}

  readonly resolvers = {
    apiKeys: () => {
      this.#mayAct();
      return this.keys;
    },
    createApiKey: ({ name, service, scopes }: { name: string; service: string; scopes: string[] }) => {
      this.#mayAct();
      const apiKey = { id: `key-${this.keys.length + 1}`, name, service, scopes, prefix: 'avl_new1', active: true, createdBy: this.user.username, createdAt: new Date().toISOString(), lastUsedAt: null };
      this.keys.push(apiKey);
      return { apiKey, key: this.#secret() };
    },
    setApiKeyActive: ({ id, active }: { id: string; active: boolean }) => {
      this.#mayAct();
      return Object.assign(this.#key(id), { active });
    },
    renewApiKey: ({ id }: { id: string }) => {
      this.#mayAct();
      return { apiKey: Object.assign(this.#key(id), { prefix: 'avl_new2' }), key: this.#secret() };
    },
    deleteApiKey: ({ id }: { id: string }) => {
      this.#mayAct();
      this.keys = this.keys.filter((key) => key.id !== id);
      return true;
    },
  };

  #key(id: string): StubKey {
    return this.keys.find((key) => key.id === id)!;
  }

  #secret(): string {
    return `avl_secret_${++this.#made}`;
  }

  #mayAct(): void {
    if (this.user.role !== 'admin') {
      throw forbidden();
    }
  }
}
