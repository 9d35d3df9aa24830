@echo off
rem Trouve un Python assez recent et lui confie tierslieu\launcher\bootstrap.py, qui prepare ce lieu puis lance l outil.
rem Finds a recent enough Python and hands over to tierslieu\launcher\bootstrap.py, which prepares this place, then runs the tool.
rem "lieu update" may replace this file while it runs: what comes after the tool must be on the same line.
setlocal EnableExtensions DisableDelayedExpansion
set "boot=%~dp0tierslieu\launcher\bootstrap.py"
set "venv=%~dp0.venv"
if defined LIEU_VENV set "venv=%LIEU_VENV%"
set "own=%venv%\Scripts\python.exe"
if exist "%venv%\ready" "%own%" -I -c "" >nul 2>&1 && goto own
rem Without an argument, the "python" of Windows opens its store; with one it only fails.
rem Those for which every library is ready come first.
for %%P in ("py -3" "python" "python3" "py -3.14" "py -3.13" "py -3.12" "py -3.11") do (
    %%~P -I -c "import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))" >nul 2>&1 && set "python=%%~P" && goto start
)
for %%P in ("py -3" "python" "python3") do (
    %%~P -I -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "python=%%~P" && goto start
)
echo Il faut Python 3.11 ou une version plus moderne : installez https://www.python.org/downloads/ 1>&2
echo et cochez "Add python.exe to PATH". Puis ouvrez un nouveau terminal et relancez .\lieu 1>&2
echo Python 3.11 or newer is needed: install https://www.python.org/downloads/ 1>&2
echo and tick "Add python.exe to PATH". Then open a new terminal and run .\lieu again. 1>&2
exit /b 1
:start
%python% -I -X utf8 "%boot%" %* & exit /b
:own
"%own%" -I -X utf8 "%boot%" %* & exit /b
