// The worker that estimates passphrases, as it is sent, run with a stand-in for the browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = readFileSync(process.env.STRENGTH_WORKER, "utf8");
const self = {};
vm.runInNewContext(source, { self, Date, console });

// What the worker answers.
function estimate(passphrase, own = ["migraction", "Bureau 1"]) {
  let answer;
  self.onmessage({ data: { passphrase, own }, ports: [{ postMessage: (said) => (answer = said) }] });
  return answer;
}

// From here on a passphrase is accepted: `ACCEPTED` of crates/migraction-vault/src/strength.rs.
const ACCEPTED = 140;

test("what people choose first is refused", () => {
  const refused = [
    // Accepted until November 2026.
    "passwordpassword",
    "Fatima1987Fatima1987",
    "aeiouaeiouaeiou",
    "Migraction2026!",
    // In three languages: words said twice, names with years, rows of keys, sentences of every day.
    "motdepassemotdepasse",
    "Mot de passe 2026",
    "bonjourtoutlemonde",
    "jetaimemoncoeur",
    "mamanmamanmaman",
    "amoremioamoremio",
    "ciao ciao ciao ciao",
    "Juventus1897Juventus",
    "Giuseppe1968Giuseppe",
    "iloveyouiloveyou",
    "P@ssw0rdP@ssw0rd1",
    "azertyuiopqsdfghjklm",
    "qwertyuiopasdfghjkl",
    "123456789012345678",
    "abcdefghijklmnop",
    "Fatima1987!x",
    "Bureau 1 Bureau 1",
    "migractionmigraction",
    "la vie est belle",
    "trois chats",
    "",
  ];
  for (const passphrase of refused) {
    const { tenths } = estimate(passphrase);
    assert.ok(tenths < ACCEPTED, passphrase + ": " + tenths);
  }
});

test("four words or more that do not belong together are accepted", () => {
  const accepted = [
    "lampe verte sous la pluie",
    "seven grey geese by the river",
    "girafe moteur nuage clavier",
    "fenêtre orage poisson velours",
    "tavolo fiume gatto rosso",
    "correct horse battery staple",
    "cravate citron tunnel avril",
    "ombrello treno limone strada",
    "some other words here",
    "qpfmzvtkwhxbrjl",
  ];
  for (const passphrase of accepted) {
    const { tenths } = estimate(passphrase);
    assert.ok(tenths >= ACCEPTED, passphrase + ": " + tenths);
  }
});

test("why a passphrase is easy to guess is said in words that the app knows", () => {
  const known = [
    ...["simpleRepeat", "extendedRepeat", "straightRow", "keyPattern", "sequences", "recentYears", "dates", "topTen"],
    ...["topHundred", "common", "similarToCommon", "wordByItself", "namesByThemselves", "commonNames", "userInputs"],
  ];
  const check = (passphrase, habit) => assert.equal(estimate(passphrase).habit, habit, passphrase);
  check("passwordpassword", "extendedRepeat");
  check("qwertyuiop", "topHundred");
  check("Migraction2026!", "userInputs");
  check("abcdefghijklmnop", "sequences");
  for (const passphrase of ["1987", "Fatima", "azertyuiop", "aaaaaaaaaaaa", "12/05/1987", "password"]) {
    const { habit } = estimate(passphrase);
    assert.ok(known.includes(habit), passphrase + ": " + habit);
  }
});

test("a very long text does not hold the page up", () => {
  const began = Date.now();
  estimate("lampe verte sous la pluie ".repeat(200));
  assert.ok(Date.now() - began < 10_000);
});
