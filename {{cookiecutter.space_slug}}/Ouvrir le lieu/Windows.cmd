@echo off
rem Double-clic sous Windows : ouvre le lieu dans le navigateur.
rem Double-click on Windows: opens the place in the browser.
rem "lieu update" may replace this file while it runs: what comes after the tool must be on the same line.
setlocal EnableExtensions DisableDelayedExpansion
set "lieu=%~dp0..\lieu.cmd"
set "why=Le lieu ne s'est pas ouvert : la raison est ci-dessus. / The place did not open: the reason is above."
rem "call" reads percent signs a second time: so it finds the path in its variable, as it is.
call "%%lieu%%" edit && exit /b 0 || echo. & echo %why% & pause & exit /b 1
