import { storeContract } from '../../packages/gateway/src/store/store-contract.ts';
import { MemoryDatabase } from './memory-database.ts';
import { MemoryStore } from './memory-store.ts';

storeContract('memory', async () => {
  const database = new MemoryDatabase();
  return { open: async () => new MemoryStore(database), dispose: async () => undefined };
});
