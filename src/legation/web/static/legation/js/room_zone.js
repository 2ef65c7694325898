/* When a room closes, when its silences end, and by when posts of a round report: the time zone of whoever says it is proposed, where none has been said. Without a script it is chosen. */

const zone = document.querySelector("main select[name=zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zone && [...zone.options].some((one) => one.value === here)) zone.value = here;
