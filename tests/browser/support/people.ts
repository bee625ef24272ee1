// Who and what is on the site that every test starts with; support/global-setup.ts makes it.

export interface Person {
  username: string;
  password: string;
}

export const admin: Person = { username: "admin", password: "quiet harbour lantern 41" };

/** Has uploaded `videos`. */
export const creator: Person = { username: "mila", password: "seven wooden kites 86" };

/** Has an account and has done nothing with it yet. */
export const viewer: Person = { username: "noor", password: "early train to the sea 12" };

export const people: (Person & { role: string })[] = [
  { ...admin, role: "administrator" },
  { ...creator, role: "user" },
  { ...viewer, role: "user" },
];

/** In the order in which they were uploaded. */
export const videos = [
  { title: "Harbour at dawn", description: "Boats leave before the sun is up.", tags: "sea, boats, morning" },
  { title: "Harbour at night", description: "The same boats, coming home.", tags: "sea, boats, night" },
  { title: "Building a kite", description: "Paper, string and **patience**.", tags: "kites, craft" },
  { title: "Kite over the dunes", description: "It flies. Mostly.", tags: "kites, wind" },
] as const;
