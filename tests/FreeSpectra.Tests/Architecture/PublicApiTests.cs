using System.Reflection;
using System.Runtime.CompilerServices;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Architecture;

/// <summary>The public members of every room stand in a file, so that a change of the API is seen in review.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly string[] GeneratedNames = ["Equals", "GetHashCode", "ToString", "Deconstruct", "op_Equality", "op_Inequality"];

    public static TheoryData<string> Rooms => ["Numerics", "Measures", "Transforms", "Plots", "Networks", "Validation", "Testing"];

    /// <summary>Run with FREESPECTRA_ACCEPT=1 to rewrite the list.</summary>
    [Theory, MemberData(nameof(Rooms))]
    public void Public_members_are_those_of_the_list(string room)
    {
        IEnumerable<string> lines =
            from type in Assembly.Load($"FreeSpectra.{room}").GetExportedTypes()
            from line in Members(type).Prepend(Name(type))
            select line;
        Golden.MatchesFile(string.Concat(lines.Order(StringComparer.Ordinal).Distinct().Select(line => line + "\n")), Baseline(room));
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return type.GetEnumNames().Select(name => $"{Name(type)}.{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        return
            from member in type.GetMembers(Declared)
            where !GeneratedNames.Contains(member.Name) && !member.Name.Contains('<', StringComparison.Ordinal)
            where member is not MethodInfo { IsSpecialName: true } || member.Name.StartsWith("op_", StringComparison.Ordinal)
            let text = member switch
            {
                ConstructorInfo made => $"new({Parameters(made)})",
                MethodInfo method => $"{method.Name}{Arguments(method.GetGenericArguments())}({Parameters(method)}): {Name(method.ReturnType)}",
                PropertyInfo property => $"{property.Name}: {Name(property.PropertyType)}{(property.SetMethod is { IsPublic: true } ? " { init }" : "")}",
                FieldInfo field => $"{field.Name}: {Name(field.FieldType)}",
                _ => null,
            }
            where text is not null
            select $"{Name(type)}.{text}";
    }

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.IsOptional ? "?" : "")}"));

    private static string Name(Type type)
    {
        if (type.IsByRef || type.IsArray)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        string space = type.Namespace is { } full && full.StartsWith("FreeSpectra", StringComparison.Ordinal) ? $"{full}." : "";
        string nested = type.DeclaringType is { } outer ? $"{outer.Name}." : "";
        return $"{space}{nested}{type.Name.Split('`')[0]}{Arguments(type.GetGenericArguments())}";
    }

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Name))}>";

    private static string Baseline(string room, [CallerFilePath] string here = "") =>
        Path.Combine(here, "..", "..", "Goldens", "Api", $"{room}.txt");
}
