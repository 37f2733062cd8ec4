using System.Diagnostics;
using System.Runtime.CompilerServices;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Architecture;

/// <summary>The packages, used as a stranger would: a new project, one folder as the only feed, the code of the cookbook page.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] Packages =
    [
        "FreeSpectra.Measures", "FreeSpectra.Networks", "FreeSpectra.Numerics", "FreeSpectra.Plots", "FreeSpectra.Testing", "FreeSpectra.Transforms",
        "FreeSpectra.Validation", "freespectra",
    ];

    private static readonly string[] Foreign = ["fscheck", "fsharp.core", "mathnet.numerics"];

    private readonly string folder = Directory.CreateTempSubdirectory("freespectra-packages").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_cookbook_page_on_testing_runs_in_a_new_project_that_knows_the_packages_only()
    {
        LongSuite.Require();
        string feed = Path.Combine(folder, "feed"), project = Path.Combine(folder, "reader");
        Directory.CreateDirectory(feed);
        Directory.CreateDirectory(project);
        string said = Dotnet(Root(), "pack", "FreeSpectra.sln", "-c", "Release", "-o", feed, "-nologo", "-v", "quiet");
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            Packages.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(feed, "*.nupkg").Select(file => Path.GetFileName(file)!.Replace(".0.1.0.nupkg", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        foreach (string package in Foreign.SelectMany(name => Directory.EnumerateFiles(Path.Combine(Cache(), name), "*.nupkg", SearchOption.AllDirectories)))
        {
            File.Copy(package, Path.Combine(feed, Path.GetFileName(package)));
        }

        string page = File.ReadAllText(Path.Combine(Root(), "docs", "cookbook", "TestingATheorem.md"));
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
              <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "cache")}" /></config>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, "reader.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="FreeSpectra.Testing" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), Block(page, "csharp"));
        Assert.Equal(Block(page, "text"), Dotnet(project, "run", "-c", "Release"));
    }

    private static string Block(string page, string language) =>
        page.Split($"```{language}\n")[1].Split("```")[0];

    /// <summary>Runs the SDK; anything but success fails the test with what it said.</summary>
    private static string Dotnet(string where, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = where, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{output}{error.Result}");
        return output + (arguments[0] == "pack" ? error.Result : "");
    }

    private static string Cache() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
