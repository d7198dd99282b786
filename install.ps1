# Installs mcpdemo for this user: downloads it, checks its checksum, puts one file in place. No administrator.
#
#   irm https://github.com/_owner_/mcpdemo/releases/latest/download/install.ps1 | iex
#   .\install.ps1 [-Version X.Y.Z] [-Dir DIRECTORY]
param(
  [string] $Version = '',
  [string] $Dir = ''
)

function Install-Mcpdemo([string] $Version, [string] $Dir) {
  $ErrorActionPreference = 'Stop'
  # The progress bar makes downloads of Windows PowerShell many times slower.
  $ProgressPreference = 'SilentlyContinue'
  [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

  $repository = '_owner_/mcpdemo'
  $isFrench = (Get-Culture).TwoLetterISOLanguageName -eq 'fr'
  if ($env:MCPDEMO_LANG) { $isFrench = $env:MCPDEMO_LANG -eq 'fr' }

  # This file is ASCII: Windows PowerShell would read anything else as another alphabet.
  $e = [char] 0xE9
  function Say([string] $English, [string] $French) { if ($isFrench) { $French } else { $English } }

  # In a 32-bit PowerShell the other variable contains the real processor.
  $named = $env:PROCESSOR_ARCHITECTURE
  if ($env:PROCESSOR_ARCHITEW6432) { $named = $env:PROCESSOR_ARCHITEW6432 }
  $processor = switch ($named) {
    'AMD64' { 'x86_64' }
    'ARM64' { 'aarch64' }
    default { throw (Say "There is no binary for the processor $named." "Il n'y a pas de binaire pour le processeur $named.") }
  }

  if (-not $Dir) { $Dir = Join-Path $env:LOCALAPPDATA 'mcpdemo' }
  $archive = "mcpdemo-windows-$processor.zip"
  $releases = "https://github.com/$repository/releases"
  if ($env:MCPDEMO_RELEASES) { $releases = $env:MCPDEMO_RELEASES }
  # Plain http is for a mirror on this machine.
  if ($releases -notmatch '^(https://|http://(127\.0\.0\.1|localhost):)') {
    throw (Say "$releases is not https." "$releases n'est pas en https.")
  }
  $from = "$releases/latest/download"
  if ($Version) { $from = "$releases/download/v$($Version.TrimStart('v'))" }

  $temporary = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
  New-Item -ItemType Directory -Path $temporary | Out-Null
  try {
    Write-Host (Say "Downloading $from/$archive" "T${e}l${e}chargement de $from/$archive")
    $zip = Join-Path $temporary $archive
    $sums = Join-Path $temporary 'SHA256SUMS'
    Invoke-WebRequest -UseBasicParsing -Uri "$from/SHA256SUMS" -OutFile $sums
    Invoke-WebRequest -UseBasicParsing -Uri "$from/$archive" -OutFile $zip

    $line = Get-Content $sums | Where-Object { ($_ -split '\s+')[1] -eq $archive }
    $actual = (Get-FileHash -Algorithm SHA256 -Path $zip).Hash
    if (-not $line -or ($line -split '\s+')[0] -ne $actual) {
      throw (Say "The checksum of $archive is wrong: nothing was installed." "La somme SHA-256 de $archive est fausse : rien n'a ${e}t${e} install${e}.")
    }

    Expand-Archive -Path $zip -DestinationPath $temporary
    $binary = Join-Path $temporary 'mcpdemo.exe'
    $installed = & $binary --version
    if ($LASTEXITCODE -ne 0) {
      throw (Say "The binary does not run here: nothing was installed." "Le binaire ne fonctionne pas ici : rien n'a ${e}t${e} install${e}.")
    }
    New-Item -ItemType Directory -Force -Path $Dir | Out-Null
    $program = Join-Path $Dir 'mcpdemo.exe'
    Copy-Item -Force -Path $binary -Destination $program
    Write-Host (Say "mcpdemo $installed is installed: $program" "mcpdemo $installed est install${e} : $program")
  }
  finally {
    Remove-Item -Recurse -Force -Path $temporary
  }

  if (($env:Path -split ';') -notcontains $Dir) {
    $command = "[Environment]::SetEnvironmentVariable('Path', [Environment]::GetEnvironmentVariable('Path', 'User') + ';$Dir', 'User')"
    Write-Host (Say "It is not on your PATH yet. To add it: $command" "Il n'est pas encore dans votre PATH. Pour l'ajouter : $command")
  }
}

Install-Mcpdemo -Version $Version -Dir $Dir
