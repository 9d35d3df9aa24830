@echo off
rem Trouve un Python assez recent et lui confie tierslieu\launcher\bootstrap.py, qui prepare ce lieu puis lance l outil.
rem Finds a recent enough Python and hands over to tierslieu\launcher\bootstrap.py, which prepares this place, then runs the tool.
setlocal
set "boot=%~dp0tierslieu\launcher\bootstrap.py"
set "own=%~dp0.venv\Scripts\python.exe"
if exist "%~dp0.venv\ready" "%own%" -I -c "" >nul 2>&1 && goto own
for %%P in ("py -3" "python" "python3") do (
    %%~P -I -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && (
        %%~P -I -X utf8 "%boot%" %*
        goto end
    )
)
echo Il faut Python 3.11 ou une version plus moderne : installez https://www.python.org/downloads/ 1>&2
echo et cochez "Add python.exe to PATH". Puis relancez lieu. 1>&2
echo Python 3.11 or newer is needed: install https://www.python.org/downloads/ 1>&2
echo and tick "Add python.exe to PATH". Then run lieu again. 1>&2
exit /b 1
:own
"%own%" -I -X utf8 "%boot%" %*
:end
exit /b %errorlevel%
