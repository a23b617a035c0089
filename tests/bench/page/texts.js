// Notes of no person: the same 10,000 in every run, for every store.

export const COUNT = 10_000;

const WORDS = `salaire impayé patron chantier heures preuve contrat logement école médecin rendez-vous décision recours
avocat syndicat permanence attestation papiers titre séjour demande délai lettre commune mutuelle enfant travail formation
langue interprète transport carte banque dette facture accident plainte inspection témoin photo message planning`
  .split(/\s+/);
const PLACES = ['Mons', 'La Louvière', 'Pescara', 'Campobasso', 'Paris', 'Montreuil', 'Charleroi', 'L’Aquila'];

/** Numbers that look like chance and never change. */
function* numbers(seed) {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state >>> 8;
  }
}

const chance = numbers(7);
const pick = list => list[chance.next().value % list.length];
const words = count => Array.from({ length: count }, () => pick(WORDS)).join(' ');

/** A note of about 600 letters. */
const note = at => ({
  code: `R-${String(at).padStart(5, '0')}`,
  subject: words(4),
  place: pick(PLACES),
  text: Array.from({ length: 6 }, () => `${words(12)}.`).join(' '),
});

export const makeNotes = () => Array.from({ length: COUNT }, (_, at) => note(at));

/** What is searched for: common words, two at once, a code, nothing. */
export const QUERIES = ['salaire', 'avocat recours', 'montreuil', 'R-04711', 'inspection temoin photo', 'zzz'];
