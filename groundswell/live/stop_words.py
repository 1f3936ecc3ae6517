"""Words that say nothing by themselves, and so are in no word cloud: by language."""

from typing import Final

STOP_WORDS: Final = {
    "de": "aber als am an auch auf aus bei bin bis das dass dem den der des die doch ein eine "
    "einem einen einer eines er es für hat ich ihr im in ist ja kein keine man mehr mein "
    "mit nach nicht noch nur oder ohne sehr sich sie sind so über um und uns unser vom "
    "von vor war was wenn wer wie wir wird zu zum zur",
    "en": "a about all am an and any are as at be been but by can do does for from had has have "
    "he her his i if in into is it its just me more my no not of on or our out she so "
    "some than that the their them then there they this to too up us very was we were "
    "what when which who will with you your",
    "es": "a al algo como con de del donde el ella en es esta este la las le lo los más me mi "
    "muy no nos o para pero por que se sin sobre son su sus también te un una uno y ya yo",
    "fr": "à au aux avec ce ces cette dans de des du elle en est et être il ils je la le les "
    "leur lui ma mais me mes moi mon ne nos notre nous on ou par pas plus pour qu que qui "
    "sa sans se ses si son sont sur ta te très tu un une vos votre vous y",
    "it": "a ad al alla anche che chi ci come con da dal del della di e è gli ha ho i il in io "
    "la le lo ma mi mia mio molto ne nei nel nella noi non o per più qui se si sono su "
    "sul tra tu un una uno",
    "nl": "aan al als bij dan dat de der die dit door een en er ge geen had heb heeft het hij "
    "hoe ik in is je kan maar me meer men met mij mijn naar niet nog nu of om ons onze "
    "ook op over te tot uit van veel voor was wat we wel wie wij ze zich zij zijn zo",
    "pt": "a ao aos as com como da das de do dos e ela ele em entre era essa esse esta este eu "
    "foi há isso já mais mas me meu minha muito na nas não no nos o os ou para pela pelo "
    "por que se sem ser seu sua são também te um uma",
    "sv": "alla är att av blir bli de dem den det dig din du en ett efter eller för från ha han "
    "hade har hon i inte jag kan man med men mer mig min mycket när nu och om oss på sig "
    "så som till upp ut vad var vara vi",
}
