@echo off
rem What `make serve` does, on Windows: installs what is needed, builds the index, opens the pages. Options go to `serve`.
setlocal
chcp 65001 >nul
set PYTHONUTF8=1
cd /d "%~dp0"
set BIN=.venv\Scripts
if not exist %BIN%\python.exe py -3 -m venv .venv || goto python
set PIP=%BIN%\python -m pip install --quiet --disable-pip-version-check
%PIP% --require-hashes --requirement requirements\build.txt || goto failed
%BIN%\python indexer\engine\embedded\kernel\compiling.py --has-compiler || %PIP% --require-hashes --no-build-isolation --requirement requirements\compiler.txt
%PIP% --require-hashes --no-build-isolation --requirement requirements\serve.txt || goto failed
%PIP% --no-deps --no-build-isolation --editable . || goto failed
rem Exit code 1: some files could not be taken in, and all others are served.
%BIN%\speechsearch build
if errorlevel 2 goto failed
%BIN%\speechsearch serve --open %*
goto :eof

:python
echo 请先安装 Python 3.11 或更新的版本：https://www.python.org/downloads/
:failed
pause
exit /b 1
