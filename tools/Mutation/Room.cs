namespace FreeSpectra.Mutation;

/// <summary>A folder of sources and the project that compiles it.</summary>
internal sealed record Room(string Name, string Project, string Folder)
{
    public static IReadOnlyList<Room> All { get; } =
    [
        new("Numerics", "Numerics", "src/Numerics"),
        new("Measures", "Measures", "src/Measures"),
        new("Transforms", "Transforms", "src/Transforms"),
        new("MeanField", "Networks", "src/Networks/MeanField"),
    ];

    public string AssemblyName => $"FreeSpectra.{Project}";

    public static Room Named(string name) =>
        All.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"room must be one of {string.Join(", ", All.Select(r => r.Name))}, but is {name}.");
}
