"""Words that hold sentences together and name nothing, in normal form, by language.

Only for names of themes: words that a collection uses everywhere are left out by their numbers.
"""

from typing import Final

from groundswell.challenges.engine.wording import NEGATING

_LISTS: Final = {
    "en": """a about above after again against all also am an and any are as at be because been
        before being below best better between both but by can cannot could did do does doing dont
        down during each every few for from further get give go good had has have having he help her
        here hers him his how i id if im in into is it its ive just know let like make many may me
        might more most much must my need no nor not now of off on once one only or other our out
        over own please put same see she should so some such than thank thanks that the their them
        then there these they thing things think this those through to too under until up us use
        used using very want was way we were what when where which while who whom why will with
        within without would yes you your""",
    "es": """a al algo alguno algunos alla alli ante antes aqui asi aun aunque bien cada casi como
        con contra cual cuales cualquier cuando de debe deben del desde donde dos durante e el ella
        ellas ellos en entre era eran es esa esas ese eso esos esta estan estar estas este esto
        estos fue fueron gracias ha haber habia hace hacer hacia han hasta hay la las le les lo los
        mas me mediante mejor mejorar mi mis mucho muchos muy mas nada ni no nos nosotros nuestra
        nuestro o os otra otras otro otros para pero poder poco por porque propia propio pueda puede
        pueden pues que quien quienes quiero se sea sean ser si sido sin sobre solo son su sus tal
        tambien tan tanto te tener tiene tienen toda todas todo todos tras tu tus u un una unas uno
        unos y ya yo""",
    "ca": """a actualment ai aixi aixo al als altra altre altres amb ambit aquell aquella aquest
        aquesta aquestes aquests ara cada cal cap com contra d de del dels des dins dit el ella ells
        els em en ens entre era es esta estan estar fa fer fi fins ha han haver hi i ja jo la les li
        llur lo ma mes mitjancant millor millorar molt molts ni no nosaltres nostra nostre nous o
        on pel pels per pero poc pot poden puguin pugui que qual qualsevol quals quan qui s se sense
        ser sera seva seves seu seus si sigui siguin sobre sol son sota sovint t tal tambe tan tant
        te tenen tenir tot tota totes tots un una unes uns us va van vora""",
    "fr": """a afin ainsi alors apres au aucun aucune aussi autre autres aux avant avec avoir bien c
        ca car ce cela celle celles celui ces cet cette ceux chaque chez comme comment contre d dans
        de depuis des deux devrait doit doivent donc dont du elle elles en encore entre es est et
        etaient etait etant ete etre eu eux faire faut fois font il ils j je jusqu l la le les leur
        leurs lors lui m ma mais me meme memes merci mes mieux moi moins mon ne ni non nos notre
        nous on ont ou par parce pas pendant peu peut peuvent plus pour pourquoi quand que quel
        quelle quelles quelques quels qui s sa sans se sera ses si sien son sont sous sur ta te tes
        toi ton tous tout toute toutes tres trop tu un une vers voir vos votre vous y""",
    "de": """ab aber alle allem allen aller alles als also am an ander andere anderen auch auf aus
        bei beim bin bis bitte bist da dabei dafur damit danach dann daran darauf das dass dazu dein
        dem den denn der deren des deshalb die dies diese diesem diesen dieser dieses doch dort du
        durch ein eine einem einen einer eines er es etwas euch fur gegen gibt habe haben hat hatte
        hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jeden
        jeder jedes jetzt kann kein keine keinen konnen konnte man mehr mein mich mir mit muss
        mussen nach nicht noch nun nur ob oder ohne schon sehr sein seine sich sie sind so sollen
        sollte sollten sondern uber um und uns unser unsere unter viel viele vom von vor wann war
        waren warum was weil welche wenn wer werden wie wieder wir wird wo wollen worden wurde
        wurden zu zum zur zwischen""",
    "it": """a ad agli ai al alla alle allo altri altro anche ancora avere aveva c che chi ci
        ciascuno come con contro cosa cui da dagli dai dal dalla dalle de degli dei del dell della
        delle dello deve devono di dopo dove due e ed era essere fa fare fino fra gia gli ha hanno
        ho i il in io l la le lei li lo loro lui ma me meglio meno mi mia mio molto ne negli nei nel
        nella nelle no noi non nostra nostro o ogni oltre onde ora per perche piu poco poi puo
        possono qual quale quali quando quanto quella quelle quelli quello questa queste questi
        questo qui se sempre senza si sia sono sopra sotto su sua sue sugli sui sul sulla sulle suo
        tale tanto te ti tra tu tutta tutte tutti tutto un una uno vi voi""",
    "nl": """aan al alle alleen als altijd andere bij daar dan dat de deze die dit doen door dus een
        en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun ik in is ja je kan
        kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat
        onder ons onze ook op over reeds te tegen toch toen tot u uit van veel voor want waren was
        wat we wel werd wezen wie wij wil willen worden wordt zal ze zelf zich zij zijn zo zonder
        zou""",
    "pt": """a ao aos apos aquela aquele as ate cada com como contra da das de dela dele deles deve
        devem do dos e ela elas ele eles em entre era essa essas esse esses esta estao estar estas
        este estes eu fazer foi foram ha isso isto ja la lhe mais mas me melhor mesmo meu minha
        muito muitos na nao nas nem no nos nossa nosso num numa o os ou outra outras outro outros
        para pela pelas pelo pelos pode podem por porque qual quando que quem se seja sem ser seu
        seus so sobre sua suas tambem te tem ter teu toda todas todo todos tu tua um uma umas uns
        voce""",
}

STOP: Final = frozenset(word for words in _LISTS.values() for word in words.split()) | NEGATING
