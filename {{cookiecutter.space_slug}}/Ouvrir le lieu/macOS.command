#!/bin/sh
# Double-clic sous macOS : ouvre le lieu dans le navigateur. Linux.desktop lance aussi ce fichier.
# Double-click on macOS: opens the place in the browser. Linux.desktop starts this file too.

"$(dirname -- "$0")/../lieu" edit && exit

printf '\n%s\n%s\n' 'Le lieu ne s’est pas ouvert : la raison est écrite ci-dessus. Touche Entrée pour fermer.' \
    'The place did not open: the reason is written above. Press Enter to close.' >&2
read -r _
exit 1
