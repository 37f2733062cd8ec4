using System.Reflection;

namespace FreeSpectra.Tests.Architecture;

public sealed class FloorTests
{
    /// <summary>Lower floors first; an assembly refers only to floors before it.</summary>
    private static readonly Assembly[] Floors =
    [
        .. new[] { "Numerics", "Measures", "Transforms", "Plots", "Networks", "Validation", "Testing" }
            .Select(floor => Assembly.Load($"FreeSpectra.{floor}")),
        Assembly.Load("freespectra"),
    ];

    [Fact]
    public void Every_assembly_refers_only_downwards()
    {
        var upward =
            from floor in Enumerable.Range(0, Floors.Length)
            let above = Floors.Skip(floor).Select(assembly => assembly.GetName().Name).ToHashSet()
            from reference in Floors[floor].GetReferencedAssemblies()
            where above.Contains(reference.Name)
            select $"{Floors[floor].GetName().Name} -> {reference.Name}";
        Assert.Empty(upward);
    }

    [Fact]
    public void Public_types_are_sealed_static_or_abstract()
    {
        var open =
            from assembly in Floors
            from type in assembly.GetExportedTypes()
            where type.IsClass && !type.IsSealed && !type.IsAbstract
            select type.FullName;
        Assert.Empty(open);
    }

    [Fact]
    public void Public_properties_have_no_setters()
    {
        var settable =
            from assembly in Floors
            from type in assembly.GetExportedTypes()
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where property.SetMethod is { IsPublic: true } setter
                && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))
            select $"{type.FullName}.{property.Name}";
        Assert.Empty(settable);
    }
}
