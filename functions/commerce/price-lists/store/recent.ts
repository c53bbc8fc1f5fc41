/** The last so many answers, by their question; what is known of published prices never changes. */
export interface Recent<T> {
  of(question: string, ask: () => Promise<T>): Promise<T>;
}

export function recent<T>(most: number): Recent<T> {
  const known = new Map<string, Promise<T>>();
  return {
    async of(question, ask) {
      const answer = known.get(question) ?? ask();
      known.delete(question);
      known.set(question, answer);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      try {
        return await answer;
      } catch (error) {
        known.delete(question);
        throw error;
      }
    },
  };
}
